import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import { catalogue } from "../language/language";
import { commonWords } from "../language/common";
import { Failure } from "./states";
import { Inert } from "./Inert";

const confirmWords = catalogue(
  { type: (name: string) => `Type “${name}” to confirm` },
  { type: (name) => `Zum Bestätigen „${name}“ eingeben` },
);

interface Props {
  title: string;
  children: ReactNode;
  /** What the button that does it says. */
  action: string;
  /** What has to be typed first, for what cannot be taken back. */
  name?: string;
  pending: boolean;
  error: unknown;
  close: () => void;
  confirm: () => void;
}

/** Asks before something is done that cannot be taken back. */
export function Confirm({ title, children, action, name, pending, error, close, confirm }: Props) {
  const [typed, setTyped] = useState("");
  const common = commonWords();
  const words = confirmWords();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirm();
  };
  return (
    <Modal opened onClose={close} title={title} lockScroll={false} closeButtonProps={{ "aria-label": common.close }} transitionProps={{ duration: 0 }}>
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm" component="div">{children}</Text>
          {name !== undefined && <TextInput label={<Inert text={words.type(name)} limit={300} />} autoComplete="off" data-autofocus value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />}
          {error !== null && error !== undefined && <Failure error={error} />}
          <Group>
            <Button type="submit" color="red.8" loading={pending} disabled={name !== undefined && typed !== name}>{action}</Button>
            <Button variant="default" onClick={close}>{common.cancel}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
