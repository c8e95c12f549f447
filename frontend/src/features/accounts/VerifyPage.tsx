import { Button, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { answered, api } from "../../client/client";
import { Inert } from "../../shared/Inert";
import { Waiting } from "../../shared/states";
import { AccountForm } from "./AccountForm";
import { Entrance } from "./Entrance";
import { LinkGone } from "./LinkGone";
import { useLink } from "./LinkPage";
import { accountWords } from "./messages";

/** The page behind the link that proves an address: of a new account, or of one there is.
 *
 * A press is asked for: programs that look at mails open links too.
 */
export function VerifyPage() {
  const words = accountWords();
  const { token, link } = useLink();
  const queries = useQueryClient();
  const verify = useMutation({
    mutationFn: () => answered(api.POST("/api/v1/auth/email/verify", { body: { token } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["me"] }),
  });
  const isNew = link.data?.makes_account === true;
  return (
    <Entrance title={isNew ? words.newAccount : words.verifyTitle}>
      {token === "" && <Text>{words.incompleteLink}</Text>}
      {token !== "" && link.isPending && <Waiting lines={2} />}
      {link.error && <LinkGone error={link.error} kind="verify" />}
      {link.data && isNew && <AccountForm key={token} token={token} link={link.data} />}
      {verify.isSuccess && <Text role="status">{words.verified} <Link className="link" to="/">{words.goOn}</Link></Text>}
      {link.data && !isNew && !verify.isSuccess && (
        <Stack>
          <Text><Inert text={words.verifyWhy(link.data.email ?? "")} /></Text>
          {verify.error && <LinkGone error={verify.error} kind="verify" />}
          <Button loading={verify.isPending} onClick={() => verify.mutate()}>{words.confirm}</Button>
        </Stack>
      )}
    </Entrance>
  );
}
