import { Button, Group, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answered, api } from "../../client/client";
import { commonWords, sentence } from "../../language/common";
import { Inert } from "../../shared/Inert";
import { Failure, Waiting } from "../../shared/states";
import { day } from "../../shared/times";
import { profileWords } from "./messages";

/** The teams one is invited into. */
export function Invitations() {
  const words = profileWords();
  const common = commonWords();
  const queries = useQueryClient();
  const invitations = useQuery({ queryKey: ["invitations"], queryFn: () => answered(api.GET("/api/v1/invitations")) });
  const answer = useMutation({
    mutationFn: async ({ id, accept }: { id: string; accept: boolean }) => {
      const path = { params: { path: { invitation_id: id } } };
      if (accept) await answered(api.POST("/api/v1/invitations/{invitation_id}/accept", path));
      else await answered(api.POST("/api/v1/invitations/{invitation_id}/decline", path));
    },
    onSuccess: () => queries.invalidateQueries(),
  });
  const items = invitations.data?.items ?? [];
  return (
    <section className="panel">
      <Title order={2} size="h4" mb="sm">{words.invitations}</Title>
      {invitations.isPending && <Waiting lines={1} />}
      {invitations.error && <Failure error={invitations.error} again={() => void invitations.refetch()} />}
      {invitations.isSuccess && items.length === 0 && <Text size="sm" c="dimmed">{words.noInvitations}</Text>}
      {answer.error && <Failure error={answer.error} />}
      <ul className="entries">
        {items.map((invitation) => (
          <li key={invitation.id}>
            <div className="grows">
              <Inert text={invitation.invited_by === null ? words.invitedTo(invitation.team_name) : words.invitedBy(invitation.team_name, invitation.invited_by)} limit={600} />
              <span className="sub">{words.asRole(sentence(invitation.role, common.words), day(invitation.expires_at))}</span>
            </div>
            <Group gap="xs">
              <Button size="xs" loading={answer.isPending} onClick={() => answer.mutate({ id: invitation.id, accept: true })}>{words.accept}</Button>
              <Button size="xs" variant="default" disabled={answer.isPending} onClick={() => answer.mutate({ id: invitation.id, accept: false })}>{words.decline}</Button>
            </Group>
          </li>
        ))}
      </ul>
    </section>
  );
}
