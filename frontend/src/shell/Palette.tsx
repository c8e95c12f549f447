import { Modal, TextInput } from "@mantine/core";
import { useState, type KeyboardEvent } from "react";
import { Icon } from "../shared/icons";
import { Inert } from "../shared/Inert";
import { useCommands, type Command } from "./commands";
import { shellWords } from "./messages";

const SHOWN = 120; // characters of a label; what came from a scanned site may be endless

/** One field for everything: pages, projects, findings, scans and commands (the pattern `combobox` of WAI-ARIA). */
export default function Palette({ close, showKeys }: { close: () => void; showKeys: () => void }) {
  const words = shellWords().palette;
  const [typed, setTyped] = useState("");
  const [place, setPlace] = useState(0);
  const { groups, waiting } = useCommands(typed, showKeys);
  const all = groups.flatMap((group) => group.commands);
  const chosen = Math.min(place, all.length - 1);
  const run = (command: Command | undefined) => {
    if (command === undefined) return;
    close();
    command.run();
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && all.length > 0) {
      event.preventDefault();
      const next = (chosen + step + all.length) % all.length;
      setPlace(next);
      document.getElementById(optionId(next))?.scrollIntoView({ block: "nearest" });
    }
    if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      run(all[chosen]);
    }
  };
  let count = 0;
  return (
    <Modal opened onClose={close} title={words.title} withCloseButton={false} lockScroll={false} size="lg" yOffset="10vh" padding={0} classNames={{ header: "visually-hidden" }} transitionProps={{ duration: 0 }}>
      <TextInput
        className="palette-field"
        role="combobox"
        aria-label={words.title}
        aria-expanded
        aria-controls="palette-list"
        aria-activedescendant={all.length > 0 ? optionId(chosen) : undefined}
        autoComplete="off"
        data-autofocus
        variant="unstyled"
        size="md"
        leftSection={<Icon name="search" />}
        placeholder={words.placeholder}
        value={typed}
        onKeyDown={press}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setPlace(0);
        }}
      />
      <div className="palette-list" id="palette-list" role="listbox" aria-label={words.title} tabIndex={0}>
        {groups.map(({ title, commands }) => (
          <div key={title} role="group" aria-label={title}>
            <p aria-hidden="true">{title}</p>
            {commands.map((command) => {
              const number = count++;
              return (
                <div key={command.id} id={optionId(number)} role="option" aria-selected={number === chosen} onMouseMove={() => setPlace(number)} onClick={() => run(command)}>
                  <Icon name={command.icon} size={16} />
                  <span className="what"><Inert text={command.label} limit={SHOWN} /></span>
                  {command.hint && <span className="hint"><Inert text={command.hint} limit={SHOWN} /></span>}
                </div>
              );
            })}
          </div>
        ))}
        {all.length === 0 && <p className="none" role="presentation">{waiting ? words.waiting : words.nothing}</p>}
      </div>
    </Modal>
  );
}

function optionId(place: number): string {
  return `palette-${place}`;
}
