import { Alert, Button, Group, NativeSelect, Text, TextInput, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { answered, api } from "../../client/client";
import type { BillFormat, Sbom } from "../../client/schema";
import { Confirm } from "../../shared/Confirm";
import { Inert } from "../../shared/Inert";
import { atLeast } from "../../shared/roles";
import { Failure, Waiting } from "../../shared/states";
import { moment } from "../../shared/times";
import { useTitle } from "../../shared/title";
import { bytes } from "../administration/bytes";
import { useProject } from "../projects/ProjectFrame";
import { downloadSbom } from "./files";
import { inventoryWords, sbomWords } from "./messages";

/** One SBOM: what it is about, what is in it, and every format to take it away in. */
export function SbomPage() {
  const { projectId, sbomId } = useParams({ from: "/shell/projects/$projectId/inventory/sboms/$sbomId" });
  const words = sbomWords();
  const found = useQuery({ queryKey: ["sbom", sbomId], queryFn: () => answered(api.GET("/api/v1/sboms/{sbom_id}", { params: { path: { sbom_id: sbomId } } })) });
  useTitle(found.data?.name);
  if (found.isPending) return <Waiting />;
  if (found.error) return <Failure error={found.error} again={() => void found.refetch()} />;
  const sbom = found.data;
  return (
    <>
      <Text size="sm" mb={4}><Link className="link" to="/projects/$projectId/inventory/sboms" params={{ projectId }}>← {words.all}</Link></Text>
      <div className="inventory-head">
        <Title order={2} size="h3"><Inert text={sbom.name} limit={200} /></Title>
        <Removal projectId={projectId} sbom={sbom} />
      </div>
      <div className="package-page">
        <div>
          {sbom.notices.length > 0 && (
            <Alert color="yellow" title={words.faults(sbom.notices.length)}>
              <ul className="plain-list" lang="en">{sbom.notices.slice(0, 20).map((notice, index) => <li key={index}><Inert text={notice} limit={400} /></li>)}</ul>
            </Alert>
          )}
          <Contents sbomId={sbomId} />
        </div>
        <div>
          <Download sbom={sbom} />
          <Facts sbom={sbom} />
        </div>
      </div>
    </>
  );
}

function Contents({ sbomId }: { sbomId: string }) {
  const words = sbomWords();
  const names = inventoryWords();
  const [search, setSearch] = useState("");
  const [wanted] = useDebouncedValue(search, 250);
  const found = useQuery({
    queryKey: ["sbom", sbomId, "packages", wanted],
    queryFn: ({ signal }) => answered(api.GET("/api/v1/sboms/{sbom_id}/packages", { params: { path: { sbom_id: sbomId }, query: { search: wanted } }, signal })),
    placeholderData: keepPreviousData,
  });
  return (
    <section>
      <TextInput type="search" label={words.search} mb="sm" value={search} maxLength={200} onChange={(event) => setSearch(event.currentTarget.value)} />
      {found.isPending && <Waiting lines={6} />}
      {found.error && <Failure error={found.error} again={() => void found.refetch()} />}
      {found.data && (
        <>
          <Text size="sm" role="status" mb="xs">{found.data.total === 0 ? words.noPackages : words.shown(found.data.items.length, found.data.total)}</Text>
          {found.data.items.length > 0 && (
            <div className="panel flush scroll">
              <table className="list" aria-label={words.packages}>
                <thead><tr><th>{names.name}</th><th>{names.version}</th><th className="wide">{names.licence}</th><th className="wide">{names.place}</th></tr></thead>
                <tbody>
                  {found.data.items.map((one) => (
                    <tr key={one.purl}>
                      <td><Inert text={one.name} limit={200} /><span className="sub"><Inert text={one.ecosystem} limit={60} />{one.scope !== "production" && ` · ${names.scopes[one.scope]}`}</span></td>
                      <td className="versions"><Inert text={one.version || names.unknownVersion} limit={80} /></td>
                      <td className="wide">{one.licence ? <Inert text={one.licence} limit={120} /> : names.noLicence}</td>
                      <td className="wide"><Inert text={one.manifests.join(", ")} limit={200} /></td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </>
      )}
    </section>
  );
}

function Download({ sbom }: { sbom: Sbom }) {
  const words = sbomWords();
  const formats = useQuery({ queryKey: ["sbom-formats"], queryFn: () => answered(api.GET("/api/v1/sbom-formats")), staleTime: Infinity });
  const original = sbom.origin === "uploaded" ? [{ value: "", label: words.original }] : [];
  const choices = [
    ...original,
    ...(formats.data ?? []).flatMap(({ format, versions, default: usual }) =>
      [usual, ...versions.filter((version) => version !== usual)].map((version) => ({ value: `${format} ${version}`, label: `${words.formats[format]} ${version}` })),
    ),
  ];
  const [chosen, setChosen] = useState<string | null>(null);
  const value = chosen ?? choices[0]?.value ?? "";
  const fetching = useMutation({
    mutationFn: () => {
      const [format, version] = value.split(" ");
      return downloadSbom(sbom.id, (format || undefined) as BillFormat | undefined, version);
    },
  });
  return (
    <section className="panel">
      <NativeSelect label={words.downloadAs} value={value} onChange={(event) => setChosen(event.currentTarget.value)} data={choices} mb="sm" />
      <Button fullWidth loading={fetching.isPending} disabled={choices.length === 0} onClick={() => fetching.mutate()}>{words.download}</Button>
      {fetching.error && <Failure error={fetching.error} />}
    </section>
  );
}

function Facts({ sbom }: { sbom: Sbom }) {
  const words = sbomWords();
  const names = inventoryWords();
  return (
    <section className="panel">
      <dl className="facts">
        <dt>{words.about}</dt><dd><Inert text={[sbom.subject, sbom.subject_version].filter(Boolean).join(" ") || "–"} limit={300} /></dd>
        <dt>{words.origin}</dt><dd>{words.origins[sbom.origin]}</dd>
        {sbom.format && <><dt>{words.format}</dt><dd><Inert text={sbom.format} limit={80} /></dd></>}
        <dt>{words.made}</dt><dd>{moment(sbom.created_at)}</dd>
        {sbom.scan_id !== null && <><dt>{names.scan}</dt><dd><Link className="link" to="/scans/$scanId" params={{ scanId: sbom.scan_id }}>{sbom.scan_id.slice(-8)}</Link></dd></>}
        {sbom.origin === "uploaded" && <><dt>{words.size}</dt><dd>{bytes(sbom.size)}</dd><dt>{words.sha256}</dt><dd><code className="snippet">{sbom.sha256}</code></dd></>}
      </dl>
    </section>
  );
}

function Removal({ projectId, sbom }: { projectId: string; sbom: Sbom }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const words = sbomWords();
  const project = useProject(projectId);
  const [asking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => answered(api.DELETE("/api/v1/sboms/{sbom_id}", { params: { path: { sbom_id: sbom.id } } })),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["sboms", projectId] });
      void navigate({ to: "/projects/$projectId/inventory/sboms", params: { projectId } });
    },
  });
  if (!atLeast(project.data?.role, "maintainer")) return null;
  return (
    <Group>
      <Button variant="default" size="xs" onClick={() => setAsking(true)}>{words.remove}</Button>
      {asking && <Confirm title={words.removeTitle} action={words.remove} pending={remove.isPending} error={remove.error} close={() => setAsking(false)} confirm={() => remove.mutate()}>{words.removeWhy}</Confirm>}
    </Group>
  );
}
