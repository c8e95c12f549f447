import { Group, NativeSelect, Stack, Title } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { answered, api } from "../../client/client";
import type { Overview } from "../../client/schema";
import { figure } from "../../language/language";
import { SEVERITIES, SeverityLabel } from "../../shared/labels";
import { Failure, Waiting } from "../../shared/states";
import { useTitle } from "../../shared/title";
import { NewProject } from "../projects/NewProject";
import { Attention } from "./Attention";
import "./home.css";
import { homeWords } from "./messages";
import type { HomeSearch } from "./search";
import { Trend } from "./Trend";
import { Worst } from "./Worst";
import { plainText } from "../../shared/visible";

/** Where everything stands, and what to do first. */
export function HomePage() {
  const scope = useSearch({ from: "/shell/" });
  const words = homeWords();
  useTitle(words.title);
  const overview = useQuery({
    queryKey: ["overview", scope],
    queryFn: ({ signal }) => answered(api.GET("/api/v1/analytics/overview", { params: { query: scope }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
  const first = overview.data?.project_count === 0 && !scope.team && !scope.project;
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="end">
        <Title order={1} size="h2">{words.title}</Title>
        {!first && <Scope scope={scope} />}
      </Group>
      {overview.isPending && <Waiting />}
      {overview.error && <Failure error={overview.error} again={() => void overview.refetch()} />}
      {overview.data && (first ? <Beginning /> : <Standing overview={overview.data} scope={scope} />)}
    </Stack>
  );
}

function Beginning() {
  const { steps } = homeWords();
  return (
    <>
      <NewProject first />
      <section className="panel">
        <Title order={2} size="h4">{steps.title}</Title>
        <ol className="steps">
          <li>{steps.project}</li>
          <li>{steps.target}</li>
          <li>{steps.scan}</li>
        </ol>
      </section>
    </>
  );
}

function Standing({ overview, scope }: { overview: Overview; scope: HomeSearch }) {
  return (
    <>
      <Numbers overview={overview} scope={scope} />
      <div className="home">
        <Attention overview={overview} scope={scope} />
        <Stack gap="lg">
          <Trend days={overview.days} />
          {!scope.project && <Worst projects={overview.projects} />}
        </Stack>
      </div>
    </>
  );
}

/** All teams, one of them, or one project. */
function Scope({ scope }: { scope: HomeSearch }) {
  const words = homeWords();
  const navigate = useNavigate({ from: "/" });
  const teams = useQuery({
    queryKey: ["teams"],
    queryFn: () => answered(api.GET("/api/v1/teams", { params: { query: { limit: 100 } } })),
  });
  const projects = useQuery({
    queryKey: ["projects", "of-team", scope.team ?? "all"],
    queryFn: () => answered(api.GET("/api/v1/projects", { params: { query: { limit: 200, ...(scope.team ? { team_id: scope.team } : {}) } } })),
  });
  const look = (next: HomeSearch) => void navigate({ search: next });
  return (
    <Group gap="sm">
      <NativeSelect
        label={words.team}
        maw={240}
        size="xs"
        value={scope.team ?? ""}
        onChange={(event) => look(event.currentTarget.value ? { team: event.currentTarget.value } : {})}
        data={[{ value: "", label: words.allTeams }, ...(teams.data?.items ?? []).map(({ id, name }) => ({ value: id, label: plainText(name) }))]}
      />
      <NativeSelect
        label={words.project}
        maw={240}
        size="xs"
        value={scope.project ?? ""}
        onChange={(event) => look({ ...(scope.team ? { team: scope.team } : {}), ...(event.currentTarget.value ? { project: event.currentTarget.value } : {}) })}
        data={[{ value: "", label: words.allProjects }, ...(projects.data?.items ?? []).map(({ id, name }) => ({ value: id, label: plainText(name) }))]}
      />
    </Group>
  );
}

function Numbers({ overview, scope }: { overview: Overview; scope: HomeSearch }) {
  const words = homeWords();
  const overdue = SEVERITIES.reduce((sum, severity) => sum + (overview.overdue_by_severity[severity] ?? 0), 0);
  return (
    <section aria-label={words.open} className="numbers">
      {SEVERITIES.map((severity) => {
        const content = <><strong>{figure(overview.open_by_severity[severity] ?? 0)}</strong><SeverityLabel severity={severity} /></>;
        if (scope.project) return <Link key={severity} className="number" to="/projects/$projectId/findings" params={{ projectId: scope.project }} search={{ severity: [severity] }}>{content}</Link>;
        if (scope.team) return <div key={severity} className="number">{content}</div>;
        return <Link key={severity} className="number" to="/findings" search={{ severity: [severity] }}>{content}</Link>;
      })}
      <div className={overdue > 0 ? "number late" : "number"}><strong>{figure(overdue)}</strong><span>{words.overdue}</span></div>
      <div className="number">
        <strong>{timeToFix(overview.mean_seconds_to_fix)}</strong>
        <span>{words.meanTimeToFix}</span>
        {overview.mean_seconds_to_fix_before !== null && <span className="before">{words.before(timeToFix(overview.mean_seconds_to_fix_before))}</span>}
      </div>
    </section>
  );
}

function timeToFix(seconds: number | null): string {
  const words = homeWords.now();
  if (seconds === null) return "–";
  if (seconds >= 2 * 86_400) return words.days(Math.round(seconds / 86_400));
  return seconds >= 7_200 ? words.hours(Math.round(seconds / 3_600)) : words.minutes(Math.max(1, Math.round(seconds / 60)));
}
