import { Button, Modal, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { answered, api } from "../../client/client";
import type { User, UserChange } from "../../client/schema";
import { commonWords } from "../../language/common";
import { Inert } from "../../shared/Inert";
import { Failure } from "../../shared/states";
import { useAccount } from "../profile/account";
import { administrationWords } from "./messages";

/** What an administrator may do with somebody's account. */
export function UserDialog({ user, close }: { user: User | null; close: () => void }) {
  const common = commonWords();
  return (
    <Modal
      opened={user !== null}
      onClose={close}
      title={user && <Inert text={user.name} limit={120} />}
      lockScroll={false}
      centered
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ "aria-label": common.close }}
    >
      {user && <Actions key={user.id} user={user} />}
    </Modal>
  );
}

function Actions({ user }: { user: User }) {
  const words = administrationWords();
  const queries = useQueryClient();
  const self = useAccount().data?.id === user.id;
  const at = { params: { path: { user_id: user.id } } };
  const act = useMutation({
    mutationFn: async (what: UserChange | "sessions" | "totp") => {
      if (what === "sessions") await answered(api.DELETE("/api/v1/users/{user_id}/sessions", at));
      else if (what === "totp") await answered(api.DELETE("/api/v1/users/{user_id}/totp", at));
      else await answered(api.PATCH("/api/v1/users/{user_id}", { ...at, body: what }));
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ["users"] }),
  });
  const { reset } = act;
  useEffect(() => reset, [reset, user.id]);
  const way = (label: string, why: string, what: UserChange | "sessions" | "totp", grave: boolean) => (
    <div className="way">
      <Text size="sm">{why}</Text>
      <Button size="xs" variant={grave ? "outline" : "default"} color={grave ? "red" : undefined} className={grave ? "grave" : undefined} loading={act.isPending && act.variables === what} disabled={act.isPending} onClick={() => act.mutate(what)}>{label}</Button>
    </div>
  );
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed"><Inert text={user.email} limit={254} /></Text>
      {self && <Text size="sm">{words.you}</Text>}
      {!self && (user.is_administrator ? way(words.takeAdministrator, words.takeAdministratorWhy, { is_administrator: false }, true) : way(words.makeAdministrator, words.makeAdministratorWhy, { is_administrator: true }, false))}
      {!self && way(words.endSessions, words.endSessionsWhy, "sessions", false)}
      {!self && user.totp_enabled && way(words.resetSecondFactor, words.resetSecondFactorWhy, "totp", true)}
      {!self && (user.is_active ? way(words.deactivate, words.deactivateWhy, { is_active: false }, true) : way(words.reactivate, words.reactivateWhy, { is_active: true }, false))}
      {act.error && <Failure error={act.error} />}
      <Text size="sm" role="status">{act.isSuccess && words.done}</Text>
    </Stack>
  );
}
