import { Button, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { answered, api } from "../../client/client";
import { useSession } from "../../session/session";
import { Failure, Waiting } from "../../shared/states";
import { AccountForm } from "./AccountForm";
import { Entrance } from "./Entrance";
import { LinkGone } from "./LinkGone";
import { accountWords } from "./messages";

/** The token of a link stands behind the #, which no server sees; what it is for, the server says. */
export function useLink() {
  const { hash: token } = useLocation(); // another link may be pasted into the same tab
  const link = useQuery({
    queryKey: ["link", token],
    queryFn: () => answered(api.POST("/api/v1/auth/links/describe", { body: { token } })),
    enabled: token !== "",
    retry: false,
    staleTime: Infinity,
  });
  return { token, link };
}

/** The page behind a set-up link or an invitation. */
export function LinkPage({ kind }: { kind: "setup" | "invitation" }) {
  const { token, link } = useLink();
  const session = useSession();
  const words = accountWords();
  const joins = session.state === "in" && link.data?.purpose === "invite";
  return (
    <Entrance title={words[kind]}>
      {token === "" && <Text>{words.incompleteLink}</Text>}
      {token !== "" && link.isPending && <Waiting lines={3} />}
      {link.error && <LinkGone error={link.error} kind={kind} />}
      {link.data && (joins ? <Join token={token} /> : <AccountForm key={token} token={token} link={link.data} />)}
    </Entrance>
  );
}

export function SetupPage() {
  return <LinkPage kind="setup" />;
}

export function InvitationPage() {
  return <LinkPage kind="invitation" />;
}

/** For somebody who is logged in already: the invitation into a team. */
function Join({ token }: { token: string }) {
  const words = accountWords();
  const navigate = useNavigate();
  const accept = useMutation({
    mutationFn: () => answered(api.POST("/api/v1/invitations/accept", { body: { token } })),
    onSuccess: () => void navigate({ to: "/", replace: true }),
  });
  return (
    <Stack>
      <Text>{words.joinWhy}</Text>
      {accept.error && <Failure error={accept.error} />}
      <Button loading={accept.isPending} onClick={() => accept.mutate()}>{words.join}</Button>
    </Stack>
  );
}
