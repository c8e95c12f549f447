import { useQuery } from "@tanstack/react-query";
import { Inert } from "../../shared/Inert";
import { Failure, Waiting } from "../../shared/states";
import { inventoryWords, licenceWords } from "./messages";
import { readPolicy, type PolicyOwner } from "./policies";

/** A policy to be read, for those who may not write it. */
export function WrittenPolicy({ owner }: { owner: PolicyOwner }) {
  const words = licenceWords();
  const { verdicts } = inventoryWords();
  const policy = useQuery({ queryKey: ["licence-policy", owner.kind, owner.id], queryFn: () => readPolicy(owner) });
  if (policy.isPending) return <Waiting lines={3} />;
  if (policy.error) return <Failure error={policy.error} again={() => void policy.refetch()} />;
  const { rules } = policy.data;
  const lists = [[words.allow, rules.allow], [words.warn, rules.warn], [words.deny, rules.deny]] as const;
  return (
    <dl className="facts panel">
      {lists.map(([name, licences]) => [<dt key={`${name}-name`}>{name}</dt>, <dd key={name}><Inert text={(licences ?? []).join(", ") || "–"} /></dd>])}
      <dt>{words.others}</dt><dd>{verdicts[rules.others ?? "warn"]}</dd>
      <dt>{words.unknown}</dt><dd>{rules.unknown ? verdicts[rules.unknown] : words.likeOthers}</dd>
    </dl>
  );
}
