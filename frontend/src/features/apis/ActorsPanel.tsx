import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api } from "../../client/client";
import type { ActorShown } from "../../client/schema";
import { commonWords } from "../../language/common";
import { Confirm } from "../../shared/Confirm";
import { Inert } from "../../shared/Inert";
import { Failure, Waiting } from "../../shared/states";
import { ActorForm } from "./ActorForm";
import { useApi } from "./DescriptionPanel";
import { apiWords } from "./messages";

/** The people as whom the API of a target is asked. */
export function ActorsPanel({ targetId, maintains }: { targetId: string; maintains: boolean }) {
  const words = apiWords();
  const common = commonWords();
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<ActorShown | null>(null);
  const known = useApi(targetId);
  return (
    <section className="panel">
      <Title order={2} size="h4">{words.actors}</Title>
      <Text size="sm" c="dimmed" mb="md">{words.actorsWhy}</Text>
      <Stack gap="sm">
        {known.isPending && <Waiting lines={2} />}
        {known.error && <Failure error={known.error} again={() => void known.refetch()} />}
        {known.data?.actors.length === 0 && <Text size="sm">{words.noActors}</Text>}
        {known.data?.actors.map((actor) => (
          <Group key={actor.id} justify="space-between">
            <Text size="sm">
              <strong><Inert text={actor.name} limit={200} /></strong> · {words.roles[actor.role]} · <Inert text={howKnown(actor)} limit={300} />
            </Text>
            {maintains && <Button size="compact-xs" variant="default" onClick={() => setRemoving(actor)}>{common.remove}</Button>}
          </Group>
        ))}
        {maintains && !adding && <Group><Button size="xs" variant="default" onClick={() => setAdding(true)}>{words.addActor}</Button></Group>}
        {adding && <ActorForm targetId={targetId} done={() => setAdding(false)} />}
      </Stack>
      {removing && <Removal targetId={targetId} actor={removing} close={() => setRemoving(null)} />}
    </section>
  );
}

function howKnown(actor: ActorShown): string {
  const words = apiWords.now();
  return actor.username ? words.knownBy(actor.username) : words.knownByHeaders(actor.header_names.join(", "));
}

function Removal({ targetId, actor, close }: { targetId: string; actor: ActorShown; close: () => void }) {
  const words = apiWords();
  const common = commonWords();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => answered(api.DELETE("/api/v1/actors/{actor_id}", { params: { path: { actor_id: actor.id } } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["target-api", targetId] });
      close();
    },
  });
  return (
    <Confirm title={words.removeTitle} action={common.remove} pending={remove.isPending} error={remove.error} close={close} confirm={() => remove.mutate()}>
      <Inert text={words.removeWhy(actor.name)} limit={300} />
    </Confirm>
  );
}
