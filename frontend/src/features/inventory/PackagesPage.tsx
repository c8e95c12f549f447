import { Button } from "@mantine/core";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import type { InventorySummary } from "../../client/schema";
import { figure } from "../../language/language";
import { Failure, Nothing, Waiting } from "../../shared/states";
import { useTitle } from "../../shared/title";
import { useProject } from "../projects/ProjectFrame";
import { inventoryWords } from "./messages";
import { PackageFilters } from "./PackageFilters";
import { PackagesTable } from "./PackagesTable";
import { isFiltered, type PackageSearch } from "./search";
import { useInventory, usePackages } from "./usePackages";

/** What a project is made of: its packages, with filters and order in the address. */
export function PackagesPage() {
  const { projectId } = useParams({ from: "/shell/projects/$projectId" });
  const words = inventoryWords();
  const project = useProject(projectId);
  const summary = useInventory(projectId);
  useTitle(`${words.packages} · ${project.data?.name ?? ""}`);
  if (summary.isPending) return <Waiting lines={8} />;
  if (summary.error) return <Failure error={summary.error} again={() => void summary.refetch()} />;
  if (summary.data.packages === 0) {
    return <Nothing title={words.nothing}>{words.nothingWhy}<br /><br /><UploadLink projectId={projectId} /></Nothing>;
  }
  return <Packages projectId={projectId} summary={summary.data} />;
}

function UploadLink({ projectId }: { projectId: string }) {
  const words = inventoryWords();
  return (
    <Button renderRoot={(props) => <Link {...props} to="/projects/$projectId/scans/new" params={{ projectId }} search={{ scanner: "dependencies" }} />}>
      {words.upload}
    </Button>
  );
}

function Packages({ projectId, summary }: { projectId: string; summary: InventorySummary }) {
  const words = inventoryWords();
  const search = useSearch({ from: "/shell/projects/$projectId/inventory/packages" });
  const navigate = useNavigate({ from: "/projects/$projectId/inventory/packages" });
  const packages = usePackages(projectId, search);
  const change = (next: Partial<PackageSearch>) => void navigate({ search: (now) => ({ ...now, ...next }), replace: true });
  const rows = packages.data?.pages.flatMap((page) => page.items) ?? [];
  const total = packages.data?.pages[0]?.total ?? null;
  return (
    <>
      <Numbers summary={summary} show={(next) => void navigate({ search: next })} />
      <PackageFilters summary={summary} search={search} change={change} />
      <div className="inventory-head">
        <span role="status">{total !== null && words.count(total)}</span>
        <span>
          {isFiltered(search) && <Button variant="subtle" size="compact-sm" mr="sm" onClick={() => void navigate({ search: { sort: search.sort }, replace: true })}>{words.clear}</Button>}
          <UploadLink projectId={projectId} />
        </span>
      </div>
      {packages.isPending && <Waiting />}
      {packages.error && <Failure error={packages.error} again={() => void packages.refetch()} />}
      {packages.isSuccess && rows.length === 0 && <Nothing title={words.noneFits}>{words.noneFitsWhy}</Nothing>}
      {rows.length > 0 && (
        <PackagesTable
          projectId={projectId}
          rows={rows}
          sort={search.sort ?? "worst"}
          sortBy={(sort) => change({ sort })}
          more={packages.hasNextPage}
          loading={packages.isFetchingNextPage}
          loadMore={() => void packages.fetchNextPage()}
        />
      )}
    </>
  );
}

function Numbers({ summary, show }: { summary: InventorySummary; show: (search: PackageSearch) => void }) {
  const { numbers } = inventoryWords();
  const shown: [number, string, PackageSearch | null][] = [
    [summary.packages, numbers.packages, {}],
    [summary.vulnerable, numbers.vulnerable, { vulnerable: true }],
    [summary.direct, numbers.direct, { direct: true }],
    [summary.manifests.length, numbers.manifests, null],
  ];
  return (
    <div className="numbers inventory-numbers">
      {shown.map(([count, name, search]) =>
        search === null ? (
          <div key={name} className="number"><strong>{figure(count)}</strong><span>{name}</span></div>
        ) : (
          <button key={name} type="button" className="number number-button" onClick={() => show(search)}><strong>{figure(count)}</strong><span>{name}</span></button>
        ),
      )}
    </div>
  );
}
