import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { answered, api } from "../../client/client";
import type { AllowedHost } from "../../client/schema";
import { commonWords } from "../../language/common";
import { Inert } from "../../shared/Inert";
import { Failure, faultOf, Nothing, Waiting } from "../../shared/states";
import { day } from "../../shared/times";
import { SureDialog } from "../profile/SureDialog";
import { administrationWords } from "./messages";

/** Hosts that are scanned without proof. */
export function Hosts() {
  const words = administrationWords();
  const common = commonWords();
  const hosts = useInfiniteQuery({
    queryKey: ["allowed-hosts"],
    queryFn: ({ pageParam }) => answered(api.GET("/api/v1/allowed-hosts", { params: { query: { limit: 100, cursor: pageParam } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const items = hosts.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Stack>
      <Text size="sm">{words.hostsWhy}</Text>
      <Adding />
      {hosts.isPending && <Waiting lines={3} />}
      {hosts.error && <Failure error={hosts.error} again={() => void hosts.refetch()} />}
      {hosts.isSuccess && items.length === 0 && <Nothing title={words.noHosts} />}
      {items.length > 0 && <ul className="entries panel">{items.map((host) => <HostEntry key={host.id} host={host} />)}</ul>}
      {hosts.hasNextPage && <Group><Button variant="default" loading={hosts.isFetchingNextPage} onClick={() => void hosts.fetchNextPage()}>{common.loadMore}</Button></Group>}
    </Stack>
  );
}

function Adding() {
  const words = administrationWords();
  const queries = useQueryClient();
  const [host, setHost] = useState("");
  const [reason, setReason] = useState("");
  const allow = useMutation({
    mutationFn: () => answered(api.POST("/api/v1/allowed-hosts", { body: { host: host.trim(), reason: reason.trim() } })),
    onSuccess: () => {
      setHost("");
      setReason("");
      void queries.invalidateQueries({ queryKey: ["allowed-hosts"] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    allow.mutate();
  };
  return (
    <form className="panel" onSubmit={submit}>
      <Group align="end" gap="sm">
        <TextInput className="grows" label={words.host} placeholder={words.hostWhy} required value={host} onChange={(event) => setHost(event.currentTarget.value)} error={faultOf(allow.error, "host")} />
        <TextInput className="grows" label={words.reason} value={reason} onChange={(event) => setReason(event.currentTarget.value)} error={faultOf(allow.error, "reason")} />
        <Button type="submit" loading={allow.isPending}>{words.allow}</Button>
      </Group>
      {allow.error && faultOf(allow.error, "host") === undefined && <Failure error={allow.error} />}
    </form>
  );
}

function HostEntry({ host }: { host: AllowedHost }) {
  const words = administrationWords();
  const common = commonWords();
  const queries = useQueryClient();
  const [sure, setSure] = useState(false);
  const remove = useMutation({
    mutationFn: () => answered(api.DELETE("/api/v1/allowed-hosts/{host_id}", { params: { path: { host_id: host.id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["allowed-hosts"] }),
  });
  return (
    <li>
      <div className="grows">
        <strong><Inert text={host.host} limit={300} /></strong>
        <span className="sub"><Inert text={host.reason} limit={300} /> {day(host.created_at)}</span>
      </div>
      <Button size="xs" variant="default" aria-label={words.removeHost(host.host)} onClick={() => setSure(true)}>{common.remove}</Button>
      <SureDialog title={words.parts.hosts} question={words.removeHostSure(host.host)} opened={sure} close={() => setSure(false)} action={common.remove} running={remove} run={() => remove.mutate()} />
    </li>
  );
}
