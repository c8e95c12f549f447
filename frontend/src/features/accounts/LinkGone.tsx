import { Alert, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { ApiProblem } from "../../client/client";
import { Failure } from "../../shared/states";
import { accountWords } from "./messages";

/** What to do when a link of a mail is good for nothing any more; other errors as anywhere. */
export function LinkGone({ error, kind }: { error: unknown; kind: "setup" | "invitation" | "reset" | "verify" }) {
  const words = accountWords();
  const gone = error instanceof ApiProblem && (error.type.endsWith("link-invalid") || (error.status === 422 && error.faults.some((fault) => fault.field === "body.token")));
  if (!gone) return <Failure error={error} />;
  return (
    <Alert role="alert" color="yellow" title={words.linkGone.title}>
      <Text size="sm" mb="xs">{words.linkGone[kind]}</Text>
      {kind === "reset" ? (
        <Link className="link" to="/forgotten-password">{words.linkGone.askAgain}</Link>
      ) : (
        <Link className="link" to="/sign-in">{words.toLogIn}</Link>
      )}
    </Alert>
  );
}
