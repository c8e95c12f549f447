// What the visible rules are worth to a team: changed here, tried on its own findings, then saved.
import { Button, Group, NumberInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { answered, api } from "../../client/client";
import type { TeamPolicy } from "../../client/schema";
import { commonWords } from "../../language/common";
import { Inert } from "../../shared/Inert";
import { atLeast } from "../../shared/roles";
import { Failure, Waiting } from "../../shared/states";
import { relative } from "../../shared/times";
import { useTitle } from "../../shared/title";
import { policyWords } from "./messages";
import { beyond, defaults, grouped, same, type Weights } from "./policy";
import { PolicyPreviewPanel } from "./PolicyPreviewPanel";
import { PolicyVersions } from "./PolicyVersions";
import "./priorities.css";
import { ScoringProgress } from "./ScoringProgress";

const UPDATED_EVERY = 2000;

/** The policy of a team. */
export function PolicyPage() {
  const { teamId } = useParams({ from: "/shell/teams/$teamId/priorities" });
  const words = policyWords();
  const path = { team_id: teamId };
  const team = useQuery({
    queryKey: ["team", teamId],
    queryFn: () => answered(api.GET("/api/v1/teams/{team_id}", { params: { path } })),
  });
  const policy = useQuery({
    queryKey: ["team", teamId, "policy"],
    queryFn: () => answered(api.GET("/api/v1/teams/{team_id}/priority-policy", { params: { path } })),
    refetchInterval: (query) => ((query.state.data?.scoring.length ?? 0) > 0 ? UPDATED_EVERY : false),
  });
  useTitle(team.data ? `${words.title}, ${team.data.name}` : words.title);
  if (team.isPending || policy.isPending) return <Waiting />;
  if (team.error) return <Failure error={team.error} again={() => void team.refetch()} />;
  if (policy.error) return <Failure error={policy.error} again={() => void policy.refetch()} />;
  return (
    <Stack gap="lg">
      <div>
        <Text size="sm"><Link className="link" to="/teams/$teamId" params={{ teamId }}><Inert text={team.data.name} limit={200} /></Link></Text>
        <Title order={1} size="h2">{words.title}</Title>
        <Text mt="xs" maw="75ch">{words.lead}</Text>
        <InForce policy={policy.data} />
      </div>
      <ScoringProgress scoring={policy.data.scoring} />
      <Editor key={policy.data.version} policy={policy.data} saves={atLeast(team.data.role, "maintainer")} />
    </Stack>
  );
}

function InForce({ policy }: { policy: TeamPolicy }) {
  const words = policyWords();
  return (
    <Text size="sm" c="dimmed" mt="xs">
      {policy.version === 0 ? words.byDefault : words.inForce(policy.version)}{" "}
      {policy.created_at !== null && <Inert text={words.savedBy(policy.created_by_name ?? words.someone, relative(policy.created_at))} limit={300} />}{" "}
      {policy.note !== "" && <Inert text={policy.note} limit={500} />}
    </Text>
  );
}

function Editor({ policy, saves }: { policy: TeamPolicy; saves: boolean }) {
  const queries = useQueryClient();
  const words = policyWords();
  const [weights, setWeights] = useState<Weights>(policy.points);
  const [note, setNote] = useState("");
  const [tried, setTried] = useState<Weights | null>(null);
  const path = { team_id: policy.team_id };
  const trial = useMutation({
    mutationFn: (points: Weights) => answered(api.POST("/api/v1/teams/{team_id}/priority-policy/preview", { params: { path }, body: { points } })),
    onSuccess: (_, points) => setTried(points),
  });
  const save = useMutation({
    mutationFn: () =>
      answered(
        api.PUT("/api/v1/teams/{team_id}/priority-policy", {
          params: { path, header: { "If-Match": `"${policy.version}"` } },
          body: { points: weights, note },
        }),
      ),
    onSuccess: () => {
      for (const key of [["team", policy.team_id, "policy"], ["findings"]]) void queries.invalidateQueries({ queryKey: key });
    },
  });
  const wrong = beyond(weights, policy);
  const changed = !same(weights, policy.points);
  return (
    <div className="policy-page">
      <form
        className="panel"
        onSubmit={(event) => {
          event.preventDefault();
          trial.mutate(weights);
        }}
      >
        <Stack gap="lg">
          <Fields policy={policy} weights={weights} set={(name, value) => setWeights((before) => ({ ...before, [name]: value }))} />
          <Group>
            <Button type="submit" variant={tried !== null && same(tried, weights) ? "default" : "filled"} loading={trial.isPending} disabled={wrong.length > 0}>{words.preview}</Button>
            <Button variant="default" onClick={() => setWeights(defaults(policy))} disabled={same(weights, defaults(policy))}>{words.reset}</Button>
          </Group>
          {saves ? (
            <>
              <TextInput label={words.note} placeholder={words.notePlaceholder} maxLength={500} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
              <div>
                <Button onClick={() => save.mutate()} loading={save.isPending} disabled={!changed || wrong.length > 0 || tried === null || !same(tried, weights)}>{words.save}</Button>
                <Text size="sm" c="dimmed" mt="xs" role="status">{state(changed, tried !== null && same(tried, weights))}</Text>
              </div>
            </>
          ) : (
            <Text size="sm" c="dimmed">{words.mayNot}</Text>
          )}
          {save.error && <Failure error={save.error} />}
        </Stack>
      </form>
      <div className="policy-side">
        {trial.error && <Failure error={trial.error} again={() => trial.mutate(weights)} />}
        {trial.data && <PolicyPreviewPanel preview={trial.data} />}
        <PolicyVersions teamId={policy.team_id} />
      </div>
    </div>
  );

  function state(differs: boolean, seen: boolean): string {
    if (!differs) return words.unchanged;
    return seen ? "" : words.previewFirst;
  }
}

function Fields({ policy, weights, set }: { policy: TeamPolicy; weights: Weights; set: (name: string, value: number) => void }) {
  const words = policyWords();
  const { words: levels } = commonWords();
  const groups: Readonly<Record<string, string>> = words.groups;
  const names: Readonly<Record<string, string>> = { ...levels, ...words.rules };
  return grouped(policy).map(([group, rules]) => (
    <fieldset className="plain" key={group}>
      <legend>{groups[group] ?? group}</legend>
      <div className="weights">
        {rules.map((rule) => (
          <Field key={rule.name} name={rule.name} label={names[rule.name] ?? rule.meaning} standard={rule.default} value={weights[rule.name]} policy={policy} set={set} />
        ))}
      </div>
    </fieldset>
  ));
}

function Field(props: { name: string; label: string; standard: number; value: number | undefined; policy: TeamPolicy; set: (name: string, value: number) => void }) {
  const words = policyWords();
  const { name, label, standard, value, policy, set } = props;
  const differs = value !== standard;
  return (
    <>
      <label htmlFor={`weight-${name}`} className={differs ? "differs" : undefined}>
        {label}
        {differs && <span className="sub">{words.defaultIs(standard)}</span>}
      </label>
      <NumberInput
        id={`weight-${name}`}
        value={value ?? ""}
        min={policy.least}
        max={policy.most}
        step={1}
        clampBehavior="none"
        onChange={(typed) => set(name, typed === "" ? Number.NaN : Number(typed))}
        error={value === undefined || !(value >= policy.least && value <= policy.most) ? words.outOfBounds(policy.least, policy.most) : undefined}
      />
    </>
  );
}
