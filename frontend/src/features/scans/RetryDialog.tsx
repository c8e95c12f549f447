import { Button, Group, Modal, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { answered, api } from "../../client/client";
import type { ScanDetail } from "../../client/schema";
import { commonWords } from "../../language/common";
import { Failure, faultOf } from "../../shared/states";
import { scanWords } from "./messages";

const EMPTY = { login_url: "", username: "", password: "" };

/** Asks for the login of a scan that had one: it is not kept when a scan has ended. */
export function RetryDialog({ scan, close }: { scan: ScanDetail; close: () => void }) {
  const navigate = useNavigate();
  const words = scanWords().retry;
  const common = commonWords();
  const [login, setLogin] = useState(EMPTY);
  const [header, setHeader] = useState("");
  const again = useMutation({
    mutationFn: () => {
      const credentials = { ...login, headers: header === "" ? [] : [{ name: "Authorization", value: header }] };
      return answered(api.POST("/api/v1/scans/{scan_id}/retry", { params: { path: { scan_id: scan.id } }, body: { credentials } }));
    },
    onSuccess: ({ id }) => {
      close();
      void navigate({ to: "/scans/$scanId", params: { scanId: id } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    again.mutate();
  };
  const set = (name: keyof typeof EMPTY) => (event: { currentTarget: { value: string } }) => setLogin({ ...login, [name]: event.currentTarget.value });
  return (
    <Modal opened onClose={close} title={words.title} lockScroll={false} closeButtonProps={{ "aria-label": common.close }} transitionProps={{ duration: 0 }}>
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm">{words.why}</Text>
          <TextInput label={words.loginUrl} type="url" value={login.login_url} onChange={set("login_url")} error={faultOf(again.error, "credentials.login_url")} />
          <TextInput label={words.user} autoComplete="off" value={login.username} onChange={set("username")} />
          <PasswordInput label={words.password} autoComplete="off" value={login.password} onChange={set("password")} />
          <PasswordInput label={words.header} description={words.headerWhy} autoComplete="off" value={header} onChange={(event) => setHeader(event.currentTarget.value)} />
          {again.error && <Failure error={again.error} />}
          <Group><Button type="submit" loading={again.isPending}>{words.start}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
