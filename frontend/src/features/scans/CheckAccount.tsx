import { Alert, Button, Text, Title } from "@mantine/core";
import { useState } from "react";
import type { ScanDetail } from "../../client/schema";
import { figure } from "../../language/language";
import { Inert } from "../../shared/Inert";
import { StateLabel } from "../../shared/labels";
import { scanWords } from "./messages";

interface CheckStatus {
  check?: string;
  outcome?: string;
  reason?: string;
  looked_at?: number;
}

/** What each check looked at, and what it could not: so that silence is never taken for a pass. */
export function CheckAccount({ scan }: { scan: ScanDetail }) {
  const words = scanWords().account;
  const [all, setAll] = useState(false);
  const checks = scan.checks as CheckStatus[];
  const notices = scan.notices as { message?: string; level?: string }[];
  if (checks.length === 0 && notices.length === 0) return null;
  const partly = checks.filter((check) => check.outcome !== "completed");
  const shown = all || partly.length === 0 ? checks : partly;
  return (
    <section>
      <Title order={2} size="h3">{words.title}</Title>
      {checks.length > 0 && <Text size="sm" c="dimmed" mb="sm">{words.summary(checks.length - partly.length, checks.length)}</Text>}
      {notices.map((notice, index) => (
        <Alert key={index} color={notice.level === "warning" ? "yellow" : "cyan"} mb="sm"><span lang="en"><Inert text={notice.message ?? ""} limit={2000} /></span></Alert>
      ))}
      {checks.length > 0 && (
        <div className="panel flush scroll">
          <table className="list">
            <thead><tr><th>{words.check}</th><th>{words.outcome}</th><th className="figure">{words.places}</th><th>{words.why}</th></tr></thead>
            <tbody>
              {shown.map((check, index) => (
                <tr key={index}>
                  <td><Inert text={check.check ?? ""} limit={200} /></td>
                  <td><StateLabel state={check.outcome ?? ""} /></td>
                  <td className="figure">{figure(check.looked_at ?? 0)}</td>
                  <td lang="en"><Inert text={check.reason ?? ""} limit={500} /></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {partly.length > 0 && partly.length < checks.length && (
        <Button mt="sm" size="xs" variant="default" onClick={() => setAll(!all)}>{all ? words.only : words.rest(checks.length - partly.length)}</Button>
      )}
    </section>
  );
}
