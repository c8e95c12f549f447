import { useQuery } from "@tanstack/react-query";
import { answered, api } from "../../client/client";

/** One's own account; shared with the frame of the page, which asks under the same key. */
export function useAccount() {
  return useQuery({ queryKey: ["me"], queryFn: () => answered(api.GET("/api/v1/auth/me")), staleTime: 60_000 });
}
