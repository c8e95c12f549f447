import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { answered, api } from "../../client/client";
import { commonWords } from "../../language/common";
import { figure } from "../../language/language";
import { Inert } from "../../shared/Inert";
import { Failure, Nothing, Waiting } from "../../shared/states";
import { day } from "../../shared/times";
import { administrationWords } from "./messages";
import { SearchField } from "./SearchField";

/** Every team of the platform. */
export function Teams() {
  const words = administrationWords();
  const common = commonWords();
  const { text } = useSearch({ from: "/shell/administration" });
  const teams = useInfiniteQuery({
    queryKey: ["teams", "all", text],
    queryFn: ({ pageParam }) => answered(api.GET("/api/v1/teams", { params: { query: { all: true, search: text, limit: 50, cursor: pageParam } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const items = teams.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <div className="filters" role="search"><SearchField label={words.search} hint={words.searchTeams} /></div>
      {teams.isPending && <Waiting lines={4} />}
      {teams.error && <Failure error={teams.error} again={() => void teams.refetch()} />}
      {teams.isSuccess && items.length === 0 && <Nothing title={words.noTeams} />}
      {items.length > 0 && (
        <div className="panel flush scroll">
          <table className="list" aria-label={words.parts.teams}>
            <thead><tr><th>{words.name}</th><th className="figure">{words.members}</th><th>{words.since}</th></tr></thead>
            <tbody>
              {items.map((team) => (
                <tr key={team.id}>
                  <td><Link className="link" to="/teams/$teamId" params={{ teamId: team.id }}><Inert text={team.name} limit={200} /></Link><span className="sub"><Inert text={team.description} limit={200} /></span></td>
                  <td className="figure">{figure(team.member_count)}</td>
                  <td className="nowrap">{day(team.created_at)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {teams.hasNextPage && <Button mt="md" variant="default" loading={teams.isFetchingNextPage} onClick={() => void teams.fetchNextPage()}>{common.loadMore}</Button>}
    </>
  );
}
