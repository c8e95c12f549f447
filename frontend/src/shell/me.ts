import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMantineColorScheme } from "@mantine/core";
import { answered, api } from "../client/client";
import { leave } from "../session/session";
import { forgetDrafts } from "../shared/drafts";

/** Who is logged in. */
export function useMe() {
  return useQuery({ queryKey: ["me"], queryFn: () => answered(api.GET("/api/v1/auth/me")), staleTime: 60_000 });
}

/** End the session here and at the server, and forget everything that was read or typed in it. */
export function useLogOut(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await api.POST("/api/v1/auth/logout").catch(() => null);
    leave();
    forgetDrafts();
    queries.clear();
  };
}

/** The colour scheme; what would end transitions is a style made by a script, which the page's policy refuses. */
export function useTheme() {
  return useMantineColorScheme({ keepTransitions: true });
}
