import { Alert, Button, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { answered, api } from "../../client/client";
import type { AuditVerification } from "../../client/schema";
import { Copy } from "../../shared/Copy";
import { Inert } from "../../shared/Inert";
import { Failure, Waiting } from "../../shared/states";
import { moment } from "../../shared/times";
import { auditWords } from "./messages";
import "./audit.css";

/** Whether the log is as it was written. */
export function Chain() {
  const words = auditWords();
  const chain = useQuery({ queryKey: ["audit-verification"], queryFn: () => answered(api.GET("/api/v1/audit/verification")), staleTime: 60_000 });
  return (
    <section className="panel chain" aria-label={words.chain}>
      {chain.isPending && <Waiting lines={1} />}
      {chain.error && <Failure error={chain.error} again={() => void chain.refetch()} />}
      {chain.data && (
        <details open={!chain.data.intact}>
          <summary><span className={chain.data.intact ? "sign good" : "sign bad"} aria-hidden="true">{chain.data.intact ? "✓" : "✕"}</span> {standing(chain.data, words)}</summary>
          <div className="details">
            <Text size="sm">{words.chainWhy} {words.limited}</Text>
            <Faults chain={chain.data} />
            {chain.data.waiting > 0 && <Text size="sm">{words.waiting(chain.data.waiting)}</Text>}
            <Text size="sm">{words.headWhy}</Text>
            <Group gap="xs"><code className="snippet">{chain.data.head}</code><Copy value={chain.data.head} /></Group>
            <Group gap="sm">
              <Button size="compact-sm" variant="default" loading={chain.isFetching} onClick={() => void chain.refetch()}>{words.again}</Button>
              <Text size="sm" c="dimmed">{words.verifiedAt(moment(chain.data.verified_at))}</Text>
            </Group>
          </div>
        </details>
      )}
    </section>
  );
}

function standing(chain: AuditVerification, words: ReturnType<typeof auditWords>): string {
  if (!chain.intact) return words.broken(chain.faults.length + chain.more_faults);
  return chain.entries === 0 ? words.nothingChained : words.intact(chain.entries, chain.from_position);
}

function Faults({ chain }: { chain: AuditVerification }) {
  const words = auditWords();
  if (chain.faults.length === 0) return null;
  return (
    <Alert role="alert" color="red" title={words.broken(chain.faults.length + chain.more_faults)}>
      <ul>{chain.faults.map((fault, index) => <li key={index} lang="en"><Inert text={words.fault(fault.position, fault.what)} limit={400} /></li>)}</ul>
    </Alert>
  );
}
