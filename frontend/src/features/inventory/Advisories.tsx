import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answered, api } from "../../client/client";
import { Inert } from "../../shared/Inert";
import { Failure } from "../../shared/states";
import { moment } from "../../shared/times";
import { useMe } from "../../shell/me";
import { advisoryWords } from "./messages";

/** Which advisories scans look into, how old they are, and for administrators a way to newer ones. */
export function Advisories() {
  const queries = useQueryClient();
  const me = useMe();
  const words = advisoryWords();
  const store = useQuery({
    queryKey: ["advisories"],
    queryFn: () => answered(api.GET("/api/v1/advisories")),
    staleTime: 60_000,
    refetchInterval: (query) => (isGoingOn(query.state.data?.last_update?.state) ? 3_000 : false),
  });
  const update = useMutation({
    mutationFn: () => answered(api.POST("/api/v1/advisories/updates")),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ["advisories"] }),
  });
  if (!store.data) return null;
  const { source, built, handful, advisories, problem, last_update: last } = store.data;
  const going = isGoingOn(last?.state);
  return (
    <>
      <p className="advisories">
        <span>
          {problem ? words.broken : handful ? words.handful : <><Inert text={words.of(advisories, source)} limit={300} />{built && `, ${words.built(moment(built))}`}</>}
        </span>
        {going && <span role="status">{words.running}</span>}
        {last?.state === "failed" && <span lang="en"><Inert text={words.failed(last.reason ?? "")} limit={500} /></span>}
        {me.data?.is_administrator && !going && <Button variant="subtle" size="compact-sm" loading={update.isPending} onClick={() => update.mutate()}>{words.update}</Button>}
      </p>
      {update.error && <Failure error={update.error} />}
    </>
  );
}

function isGoingOn(state: string | undefined): boolean {
  return state === "queued" || state === "running";
}
