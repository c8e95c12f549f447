import { Alert, Button, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { answered, api, ApiProblem } from "../../client/client";
import type { Me, TotpEnrolment } from "../../client/schema";
import { commonWords } from "../../language/common";
import { Copy } from "../../shared/Copy";
import { Failure } from "../../shared/states";
import { profileWords } from "./messages";
import { PasswordDialog } from "./PasswordDialog";
import { QrCode } from "./QrCode";
import { RecoveryCodes } from "./RecoveryCodes";

const FEW = 4;
type Asked = "enrol" | "renew" | "disable";

/** The authenticator: setting it up, its recovery codes, and turning it off. */
export function SecondFactor({ account }: { account: Me }) {
  const words = profileWords();
  const queries = useQueryClient();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const [code, setCode] = useState("");
  const news = () => queries.invalidateQueries({ queryKey: ["me"] });
  const enrol = useMutation({
    mutationFn: (password: string | undefined) => answered(api.POST("/api/v1/auth/totp", { body: { password } })),
    onSuccess: () => setAsked(null),
  });
  const renew = useMutation({
    mutationFn: (password: string | undefined) => answered(api.POST("/api/v1/auth/recovery-codes", { body: { password } })),
    onSuccess: ({ recovery_codes }) => {
      setAsked(null);
      setCodes(recovery_codes);
      void news();
    },
  });
  const disable = useMutation({
    mutationFn: (password: string | undefined) => answered(api.POST("/api/v1/auth/totp/disable", { body: { password, code: code.trim() } })),
    onSuccess: () => {
      setAsked(null);
      setCodes(null);
      enrol.reset();
      void news();
    },
  });
  const ask = (what: Asked) => {
    for (const mutation of [enrol, renew, disable]) mutation.reset();
    setCode("");
    setAsked(what);
  };
  const close = () => setAsked(null);
  const confirmed = (fresh: string[]) => {
    setCodes(fresh);
    enrol.reset();
    void news();
  };
  return (
    <section className="panel">
      <Title order={2} size="h4" mb="sm">{words.secondFactor}</Title>
      <Stack gap="sm">
        <Text size="sm">{account.totp_enabled ? words.secondFactorOn : words.secondFactorOff}</Text>
        {codes !== null && <RecoveryCodes codes={codes} kept={() => setCodes(null)} />}
        {!account.totp_enabled && enrol.data && <Enrolment enrolment={enrol.data} confirmed={confirmed} cancel={() => enrol.reset()} />}
        {!account.totp_enabled && !enrol.data && codes === null && <Group><Button onClick={() => ask("enrol")}>{words.setUp}</Button></Group>}
        {account.totp_enabled && codes === null && (
          <>
            <Text size="sm" fw={account.recovery_codes_left < FEW ? 600 : undefined}>
              {words.recoveryLeft(account.recovery_codes_left)} {account.recovery_codes_left < FEW && words.recoveryFew}
            </Text>
            <Group gap="xs">
              <Button variant="default" size="xs" onClick={() => ask("renew")}>{words.newRecovery}</Button>
              <Button variant="default" size="xs" onClick={() => ask("disable")}>{words.turnOff}</Button>
            </Group>
          </>
        )}
      </Stack>
      <PasswordDialog title={words.setUp} opened={asked === "enrol"} close={close} running={enrol} run={(password) => enrol.mutate(password)} />
      <PasswordDialog title={words.newRecovery} opened={asked === "renew"} close={close} running={renew} run={(password) => renew.mutate(password)} />
      <PasswordDialog title={words.turnOff} opened={asked === "disable"} close={close} running={disable} run={(password) => disable.mutate(password)} action={words.turnOff} danger ready={code.trim().length >= 6}>
        <Text size="sm">{words.turnOffWhy}</Text>
        <TextInput label={words.codeOrRecovery} autoComplete="one-time-code" required value={code} onChange={(event) => setCode(event.currentTarget.value)} />
      </PasswordDialog>
    </section>
  );
}

function Enrolment({ enrolment, confirmed, cancel }: { enrolment: TotpEnrolment; confirmed: (codes: string[]) => void; cancel: () => void }) {
  const words = profileWords();
  const common = commonWords();
  const [code, setCode] = useState("");
  const confirm = useMutation({
    mutationFn: () => answered(api.POST("/api/v1/auth/totp/confirm", { body: { code: code.trim() } })),
    onSuccess: ({ recovery_codes }) => confirmed(recovery_codes),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirm.mutate();
  };
  const wrong = confirm.error instanceof ApiProblem && (confirm.error.type.endsWith("wrong-code") || confirm.error.status === 422);
  return (
    <div className="enrolment">
      <QrCode text={enrolment.uri} label={words.qrCode} />
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm" fw={600}>{words.scan}</Text>
          <Text size="sm">{words.orType}</Text>
          <code className="secret" data-testid="totp-secret">{enrolment.secret}</code>
          <Group><Copy value={enrolment.secret} /></Group>
          <TextInput label={words.code} inputMode="numeric" autoComplete="one-time-code" required autoFocus value={code} onChange={(event) => setCode(event.currentTarget.value)} />
          {confirm.error && (wrong ? <Alert role="alert" color="red">{words.wrongCode}</Alert> : <Failure error={confirm.error} />)}
          <Group gap="xs">
            <Button type="submit" loading={confirm.isPending}>{words.confirmCode}</Button>
            <Button variant="default" onClick={cancel}>{common.cancel}</Button>
          </Group>
        </Stack>
      </form>
    </div>
  );
}
