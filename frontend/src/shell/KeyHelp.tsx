import { Modal } from "@mantine/core";
import { Fragment } from "react";
import { commonWords } from "../language/common";
import { useKeyGroups } from "../shared/keys";
import { shellWords } from "./messages";

/** Every key that works on this page. */
export default function KeyHelp({ close }: { close: () => void }) {
  const groups = useKeyGroups();
  const words = shellWords().keys;
  const common = commonWords();
  return (
    <Modal opened onClose={close} title={words.title} lockScroll={false} closeButtonProps={{ "aria-label": common.close }} transitionProps={{ duration: 0 }}>
      {groups.map(({ title, keys }) => (
        <section key={title} className="key-group">
          <h3>{title}</h3>
          <dl>
            {keys.map(({ key, does }) => (
              <Fragment key={key}>
                <dt><Keys text={key} then={words.then} /></dt>
                <dd>{does}</dd>
              </Fragment>
            ))}
          </dl>
        </section>
      ))}
    </Modal>
  );
}

function Keys({ text, then }: { text: string; then: string }) {
  const parts = text.startsWith("mod+") ? [navigator.userAgent.includes("Mac") ? "⌘" : "Ctrl", text.slice(4).toUpperCase()] : text.split(" ");
  return (
    <>
      {parts.map((part, index) => (
        <Fragment key={part}>
          {index > 0 && (text.startsWith("mod+") ? " + " : ` ${then} `)}
          <kbd>{part}</kbd>
        </Fragment>
      ))}
    </>
  );
}
