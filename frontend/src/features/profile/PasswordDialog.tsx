import { Alert, Button, Modal, Stack, Text } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import { ApiProblem } from "../../client/client";
import { commonWords } from "../../language/common";
import { Failure } from "../../shared/states";
import { PasswordField } from "../accounts/PasswordField";
import { useAccount } from "./account";
import { profileWords } from "./messages";

interface Props {
  title: string;
  opened: boolean;
  close: () => void;
  running: { isPending: boolean; error: unknown };
  /** The password, or nothing for an account without one. */
  run: (password: string | undefined) => void;
  action?: string;
  danger?: boolean;
  ready?: boolean;
  children?: ReactNode;
}

/** Asks for the password again before something grave; what else is needed stands in it too. */
export function PasswordDialog({ title, opened, close, running, run, action, danger, ready = true, children }: Props) {
  return (
    <Modal opened={opened} onClose={close} title={title} lockScroll={false} centered transitionProps={{ duration: 0 }} closeButtonProps={{ "aria-label": commonWords.now().close }}>
      {opened && <Asking close={close} running={running} run={run} action={action} danger={danger} ready={ready}>{children}</Asking>}
    </Modal>
  );
}

function Asking({ close, running, run, action, danger, ready, children }: Omit<Props, "title" | "opened">) {
  const words = profileWords();
  const common = commonWords();
  const account = useAccount();
  const [password, setPassword] = useState("");
  const asked = account.data?.has_password ?? true;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run(asked ? password : undefined);
  };
  const type = running.error instanceof ApiProblem ? running.error.type : "";
  const wrong = type.endsWith("wrong-password") ? words.wrongPassword : type.endsWith("wrong-code") ? words.wrongCode : null;
  return (
    <form onSubmit={submit}>
      <Stack>
        {children}
        {asked && (
          <>
            <Text size="sm">{words.passwordWhy}</Text>
            <PasswordField label={words.yourPassword} data-autofocus value={password} change={setPassword} />
          </>
        )}
        {running.error !== null && (wrong !== null ? <Alert role="alert" color="red">{wrong}</Alert> : <Failure error={running.error} />)}
        <div className="dialog-buttons">
          <Button variant="default" onClick={close}>{common.cancel}</Button>
          <Button type="submit" color={danger ? "red" : undefined} loading={running.isPending} disabled={!ready || (asked && password === "")}>{action ?? words.goOn}</Button>
        </div>
      </Stack>
    </form>
  );
}
