/** Which projects the home page looks at: in the address, so that the view of a team can be shared. */
export interface HomeSearch {
  team?: string;
  project?: string;
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function homeSearch(raw: Record<string, unknown>): HomeSearch {
  const found: HomeSearch = {};
  if (typeof raw.team === "string" && ID.test(raw.team)) found.team = raw.team;
  if (typeof raw.project === "string" && ID.test(raw.project)) found.project = raw.project;
  return found;
}
