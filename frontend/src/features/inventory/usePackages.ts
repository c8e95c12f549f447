import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { answered, api } from "../../client/client";
import { packageQuery, type PackageSearch } from "./search";

const PAGE = 100;

export function usePackages(projectId: string, search: PackageSearch) {
  const query = packageQuery(search);
  return useInfiniteQuery({
    queryKey: ["packages", projectId, query],
    queryFn: ({ pageParam, signal }) =>
      answered(
        api.GET("/api/v1/projects/{project_id}/packages", {
          params: { path: { project_id: projectId }, query: { ...query, limit: PAGE, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    staleTime: 0, // a scan that ended just now has changed it
  });
}

export function useInventory(projectId: string) {
  return useQuery({
    queryKey: ["packages", projectId, "summary"],
    queryFn: () => answered(api.GET("/api/v1/projects/{project_id}/inventory", { params: { path: { project_id: projectId } } })),
    staleTime: 0,
  });
}
