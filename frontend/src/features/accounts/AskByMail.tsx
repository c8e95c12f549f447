import { Button, Stack, Text, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { Failure, faultOf } from "../../shared/states";
import { accountWords } from "./messages";

interface Props {
  why: string;
  asked: { isPending: boolean; isSuccess: boolean; error: unknown; mutate: (email: string) => void; reset: () => void };
  first?: string;
}

/** Asks for a link by mail. What is said afterwards is the same whether or not there is such an account. */
export function AskByMail({ why, asked, first = "" }: Props) {
  const words = accountWords();
  const [email, setEmail] = useState(first);
  if (asked.isSuccess) {
    return (
      <Stack role="status">
        <Text fw={600}>{words.mailSent}</Text>
        <Text size="sm">{words.mailSentWhy(email.trim())}</Text>
        <Button variant="default" onClick={asked.reset}>{words.otherAddress}</Button>
        <Link className="link" to="/sign-in">{words.toLogIn}</Link>
      </Stack>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    asked.mutate(email.trim());
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">{why}</Text>
        <TextInput label={words.email} type="email" autoComplete="username" required autoFocus value={email} onChange={(event) => setEmail(event.currentTarget.value)} error={faultOf(asked.error, "email")} />
        {asked.error !== null && <Failure error={asked.error} />}
        <Button type="submit" loading={asked.isPending} fullWidth>{words.sendLink}</Button>
        <Link className="link" to="/sign-in">{words.toLogIn}</Link>
      </Stack>
    </form>
  );
}
