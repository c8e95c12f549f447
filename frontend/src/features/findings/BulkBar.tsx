// What can be done with what is selected.
import { Button, Menu, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api } from "../../client/client";
import type { DecidedState } from "../../client/schema";
import { commonWords } from "../../language/common";
import { Inert } from "../../shared/Inert";
import type { Asked } from "./DecisionDialog";
import { findingWords } from "./messages";

interface Props {
  count: number | undefined;
  all: boolean;
  /** The only project the selection lies in, if it is only one. */
  projectId: string | undefined;
  busy: boolean;
  canSelectAll: boolean;
  total: number | undefined;
  selectAll: () => void;
  clear: () => void;
  ask: (asked: Asked) => void;
  decide: (state: DecidedState) => void;
  assign: (user: { id: string; name: string } | null) => void;
  me: { id: string; name: string } | undefined;
}

export function BulkBar({ count, all, projectId, busy, canSelectAll, total, selectAll, clear, ask, decide, assign, me }: Props) {
  const words = findingWords();
  return (
    <section className="bulk" aria-label={words.selection}>
      <span className="what" role="status">{all ? words.allSelected(total) : words.someSelected(count ?? 0)}</span>
      {!all && canSelectAll && <Button size="compact-sm" variant="subtle" onClick={selectAll}>{words.selectAllThatFit(total)}</Button>}
      <Button size="compact-sm" variant="default" loading={busy} onClick={() => decide("confirmed")}>{words.decisions.confirmed.action}</Button>
      <Button size="compact-sm" variant="default" disabled={busy} onClick={() => ask({ what: "state", state: "false-positive" })}>{words.decisions["false-positive"].action}</Button>
      <Button size="compact-sm" variant="default" disabled={busy} onClick={() => ask({ what: "state", state: "accepted" })}>{words.decisions.accepted.action}</Button>
      <AssignMenu projectId={projectId} disabled={busy} assign={assign} me={me} />
      <Menu position="top-start" shadow="md">
        <Menu.Target><Button size="compact-sm" variant="default" disabled={busy}>{words.moreActions}</Button></Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => ask({ what: "state", state: "fixed" })}>{words.decisions.fixed.action}</Menu.Item>
          <Menu.Item onClick={() => ask({ what: "state", state: "reopened" })}>{words.decisions.reopened.action}</Menu.Item>
          <Menu.Item onClick={() => ask({ what: "state", state: "open" })}>{words.decisions.open.action}</Menu.Item>
          <Menu.Divider />
          <Menu.Item onClick={() => ask({ what: "severity" })}>{words.dialogs.severity}</Menu.Item>
          <Menu.Item onClick={() => ask({ what: "due" })}>{words.dialogs.due}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Button size="compact-sm" variant="subtle" onClick={clear}>{words.clearSelection}</Button>
    </section>
  );
}

interface AssignProps {
  projectId: string | undefined;
  disabled?: boolean;
  assign: Props["assign"];
  me: Props["me"];
  label?: string;
}

/** Whom to give findings to: oneself, nobody, or a member of the project's team. */
export function AssignMenu({ projectId, disabled = false, assign, me, label }: AssignProps) {
  const words = findingWords();
  const [opened, setOpened] = useState(false);
  const [sought, setSought] = useState("");
  const members = useMembers(projectId, opened);
  const { loading } = commonWords();
  const shown = (members.data ?? []).filter(({ user_id: id, name, email }) => id !== me?.id && `${name} ${email}`.toLowerCase().includes(sought.trim().toLowerCase())).slice(0, 30);
  return (
    <Menu position="top-start" shadow="md" width={260} opened={opened} onChange={setOpened}>
      <Menu.Target><Button size="compact-sm" variant="default" disabled={disabled}>{label ?? words.assign}</Button></Menu.Target>
      <Menu.Dropdown>
        {me && <Menu.Item onClick={() => assign(me)}>{words.toMe}</Menu.Item>}
        <Menu.Item onClick={() => assign(null)}>{words.toNobody}</Menu.Item>
        {projectId !== undefined && (
          <>
            <Menu.Divider />
            {(members.data?.length ?? 0) > 6 && <TextInput size="xs" m={6} aria-label={words.findValue} placeholder={words.findValue} value={sought} onChange={(event) => setSought(event.currentTarget.value)} onKeyDown={(event) => event.stopPropagation()} />}
            {members.isPending && opened && <Text size="sm" c="dimmed" p="xs">{loading}</Text>}
            {shown.map(({ user_id: id, name }) => <Menu.Item key={id} onClick={() => assign({ id, name })}><Inert text={name} limit={60} /></Menu.Item>)}
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function useMembers(projectId: string | undefined, wanted: boolean) {
  const project = useQuery({
    queryKey: ["project", projectId],
    queryFn: () => answered(api.GET("/api/v1/projects/{project_id}", { params: { path: { project_id: projectId ?? "" } } })),
    enabled: wanted && projectId !== undefined,
  });
  const teamId = project.data?.team_id;
  return useQuery({
    queryKey: ["members", teamId, "assignable"],
    queryFn: async () => {
      const page = await answered(api.GET("/api/v1/teams/{team_id}/members", { params: { path: { team_id: teamId ?? "" }, query: { limit: 200, sort: "name" } } }));
      return page.items.filter((member) => member.is_active);
    },
    enabled: wanted && teamId !== undefined,
  });
}
