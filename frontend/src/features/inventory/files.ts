// Sending files to the API and taking documents from it.
import { answered, api, problemOf } from "../../client/client";
import type { BillFormat } from "../../client/schema";

const raw = { bodySerializer: (body: unknown) => body as BodyInit, headers: { "Content-Type": "application/octet-stream" } };

/** Keep a file to be scanned, for a target that is there or that is made under a name. */
export function uploadFile(projectId: string, file: File, to: { target_id?: string; target?: string }) {
  return answered(
    api.POST("/api/v1/projects/{project_id}/uploads", {
      params: { path: { project_id: projectId }, query: { file_name: file.name, ...to } },
      body: file as never,
      ...raw,
    }),
  );
}

export function uploadSbom(projectId: string, file: File) {
  return answered(
    api.POST("/api/v1/projects/{project_id}/sboms/upload", {
      params: { path: { project_id: projectId }, query: { file_name: file.name } },
      body: file as never,
      ...raw,
    }),
  );
}

/** Fetch an SBOM as a document and hand it to the browser as a download. */
export async function downloadSbom(sbomId: string, format: BillFormat | undefined, version: string | undefined): Promise<void> {
  const { data, error, response } = await api.GET("/api/v1/sboms/{sbom_id}/document", {
    params: { path: { sbom_id: sbomId }, query: { format, version } },
    parseAs: "blob",
  });
  if (!response.ok) throw problemOf(response, error);
  const name = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? "sbom";
  const address = URL.createObjectURL(data as unknown as Blob);
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  link.click();
  URL.revokeObjectURL(address);
}
