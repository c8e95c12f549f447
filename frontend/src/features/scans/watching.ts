// A scan as it happens: the server's events change what the page already holds.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { answered, api, problemOf } from "../../client/client";
import type { Progress, ScanDetail, ScanState } from "../../client/schema";
import { accessToken, renew } from "../../session/session";
import { events } from "../../shared/sse";

export interface LiveFinding {
  id: string;
  rule_id: string;
  title: string;
  severity: string;
  location: string;
  state: string;
  is_new: boolean;
}

const ENDED: readonly ScanState[] = ["completed", "incomplete", "failed", "cancelled"];
const LONGEST_PAUSE = 15_000; // milliseconds between attempts to watch again

export function hasEnded(status: ScanState): boolean {
  return ENDED.includes(status);
}

export function useScan(scanId: string) {
  const queries = useQueryClient();
  const [findings, setFindings] = useState<LiveFinding[] | null>(null);
  const [interrupted, setInterrupted] = useState(false);
  const key = ["scan", scanId];
  const scan = useQuery({
    queryKey: key,
    queryFn: () => answered(api.GET("/api/v1/scans/{scan_id}", { params: { path: { scan_id: scanId } } })),
  });
  const there = scan.isSuccess;

  useEffect(() => {
    if (!there) return undefined;
    const stopping = new AbortController();
    const change = (part: Partial<ScanDetail>) =>
      queries.setQueryData<ScanDetail>(["scan", scanId], (before) => before && { ...before, ...part });
    const take = (event: string, data: string) => {
      if (event === "scan") change(JSON.parse(data) as Partial<ScanDetail>);
      if (event === "progress") change({ progress: JSON.parse(data) as Progress });
      if (event === "findings") setFindings(JSON.parse(data) as LiveFinding[]);
    };
    void watch(scanId, take, setInterrupted, stopping.signal).then(() => {
      if (stopping.signal.aborted) return;
      for (const name of ["scan", "scans", "statistics", "findings", "facets", "projects", "overview"]) {
        void queries.invalidateQueries({ queryKey: name === "scan" ? ["scan", scanId] : [name] });
      }
    });
    return () => stopping.abort();
  }, [scanId, there, queries]);

  return { scan, findings, interrupted };
}

async function watch(
  scanId: string,
  take: (event: string, data: string) => void,
  interrupted: (is: boolean) => void,
  signal: AbortSignal,
): Promise<void> {
  let pause = 500;
  let ended = false;
  while (!signal.aborted && !ended) {
    try {
      const answer = await fetch(`/api/v1/scans/${scanId}/events`, { headers: { Authorization: `Bearer ${accessToken()}` }, signal });
      if (answer.status === 401 && (await renew())) continue;
      if (!answer.ok) throw problemOf(answer, null);
      interrupted(false);
      pause = 500;
      for await (const { event, data } of events(answer)) {
        take(event, data);
        if (event === "scan") ended = hasEnded((JSON.parse(data) as ScanDetail).status);
      }
      if (ended) return;
    } catch {
      if (signal.aborted) return;
      interrupted(true);
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }
}
