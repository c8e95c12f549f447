// What the palette offers: pages, commands, and what the API finds for the words typed.
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { answered, api } from "../client/client";
import { LANGUAGES, speak, type Language } from "../language/language";
import type { IconName } from "../shared/icons";
import { useLogOut, useMe, useTheme } from "./me";
import { shellWords } from "./messages";
import { ROOMS } from "./rooms";

export interface Command {
  id: string;
  icon: IconName;
  label: string;
  /** Said more quietly behind the label. */
  hint?: string;
  run: () => void;
}

export interface CommandGroup {
  title: string;
  commands: readonly Command[];
}

const FEW = 6; // of each kind that the API finds
const PAUSE = 150; // milliseconds without a key before the API is asked

/** Whether every word of the search stands somewhere in a text. */
export function fits(text: string, search: string): boolean {
  const low = text.toLocaleLowerCase();
  return search.toLocaleLowerCase().split(/\s+/).every((word) => low.includes(word));
}

/** The commands that fit what is typed, in groups, and whether more may come. */
export function useCommands(typed: string, showKeys: () => void): { groups: readonly CommandGroup[]; waiting: boolean } {
  const search = typed.trim();
  const [asked] = useDebouncedValue(search, PAUSE);
  const found = useFound(asked);
  const words = shellWords().palette;
  const own = useOwn(showKeys).map(({ title, commands }) => ({ title, commands: commands.filter(({ label }) => fits(label, search)) }));
  const navigate = useNavigate();
  const groups: CommandGroup[] = [
    { title: words.projects, commands: found.projects },
    { title: words.findings, commands: found.findings },
    { title: words.scans, commands: found.scans.filter(({ label }) => fits(label, search)) },
  ];
  if (search !== "") {
    const run = () => void navigate({ to: "/findings", search: { search } });
    groups[1] = { title: words.findings, commands: [...found.findings, { id: "all-findings", icon: "search", label: words.allFindings(search), run }] };
  }
  return { groups: [...own, ...groups].filter(({ commands }) => commands.length > 0), waiting: found.waiting || asked !== search };
}

function useOwn(showKeys: () => void): CommandGroup[] {
  const words = shellWords();
  const navigate = useNavigate();
  const administrator = useMe().data?.is_administrator ?? false;
  const { setColorScheme } = useTheme();
  const logOut = useLogOut();
  const rooms = ROOMS.flatMap((group) => group.rooms).filter((room) => !room.administrators || administrator);
  const themes = { auto: words.systemTheme, light: words.light, dark: words.dark } as const;
  return [
    { title: words.palette.pages, commands: rooms.map(({ to, word, icon }) => ({ id: to, icon, label: words[word], run: () => void navigate({ to }) })) },
    {
      title: words.palette.commands,
      commands: [
        { id: "new-project", icon: "folder", label: words.palette.newProject, run: () => void navigate({ to: "/projects", search: { new: true } }) },
        { id: "keys", icon: "list", label: words.palette.keys, run: showKeys },
        ...Object.entries(themes).map(([scheme, name]) => ({
          id: `theme-${scheme}`,
          icon: "theme" as const,
          label: words.palette.useTheme(name),
          run: () => setColorScheme(scheme as keyof typeof themes),
        })),
        ...Object.entries(LANGUAGES).map(([language, name]) => ({
          id: `language-${language}`,
          icon: "language" as const,
          label: words.palette.useLanguage(name),
          run: () => speak(language as Language),
        })),
        { id: "log-out", icon: "leave", label: words.logOut, run: () => void logOut() },
      ],
    },
  ];
}

function useFound(search: string) {
  const navigate = useNavigate();
  const options = { staleTime: 30_000, retry: false } as const;
  const projects = useQuery({
    queryKey: ["palette", "projects", search],
    queryFn: ({ signal }) => answered(api.GET("/api/v1/projects", { params: { query: { limit: FEW, ...(search ? { search } : {}) } }, signal })),
    ...options,
  });
  const findings = useQuery({
    queryKey: ["palette", "findings", search],
    queryFn: ({ signal }) => answered(api.GET("/api/v1/findings", { params: { query: { limit: FEW, search, sort: "-severity" } }, signal })),
    enabled: search.length > 1,
    ...options,
  });
  const scans = useQuery({
    queryKey: ["palette", "scans"],
    queryFn: ({ signal }) => answered(api.GET("/api/v1/scans", { params: { query: { limit: FEW } }, signal })),
    ...options,
  });
  return {
    waiting: projects.isFetching || findings.isFetching,
    projects: (projects.data?.items ?? []).map(
      ({ id, name, team_name }): Command => ({
        id, icon: "folder", label: name, hint: team_name, run: () => void navigate({ to: "/projects/$projectId", params: { projectId: id } }),
      }),
    ),
    findings: (search.length > 1 ? (findings.data?.items ?? []) : []).map(
      ({ id, title, location }): Command => ({
        id, icon: "finding", label: title, hint: location, run: () => void navigate({ to: "/findings/$findingId", params: { findingId: id } }),
      }),
    ),
    scans: (scans.data?.items ?? []).map(
      ({ id, target, scanner }): Command => ({
        id, icon: "scan", label: target, hint: scanner, run: () => void navigate({ to: "/scans/$scanId", params: { scanId: id } }),
      }),
    ),
  };
}
