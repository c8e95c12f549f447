/** Which projects the list shows; `new` opens the form. */
export interface ProjectsSearch {
  search?: string;
  team?: string;
  archived?: true;
  new?: true;
}

export function projectsSearch(raw: Record<string, unknown>): ProjectsSearch {
  const found: ProjectsSearch = {};
  if (typeof raw.search === "string" && raw.search.trim() !== "") found.search = raw.search.slice(0, 200);
  if (typeof raw.team === "string" && /^[0-9a-f-]{36}$/i.test(raw.team)) found.team = raw.team;
  if (raw.archived === true) found.archived = true;
  if (raw.new === true) found.new = true;
  return found;
}
