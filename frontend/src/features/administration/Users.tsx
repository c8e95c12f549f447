import { Button, NativeSelect, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { answered, api } from "../../client/client";
import type { User } from "../../client/schema";
import { commonWords } from "../../language/common";
import { Inert } from "../../shared/Inert";
import { Failure, Nothing, Waiting } from "../../shared/states";
import { day, moment, relative } from "../../shared/times";
import { plainText } from "../../shared/visible";
import { Invite } from "./Invite";
import { administrationWords } from "./messages";
import { SearchField } from "./SearchField";
import { SHOWN } from "./search";
import { UserDialog } from "./UserDialog";

const FILTERS = { active: { is_active: true }, inactive: { is_active: false }, administrators: { is_administrator: true } } as const;

/** Everybody with an account. */
export function Users() {
  const words = administrationWords();
  const common = commonWords();
  const { text, show } = useSearch({ from: "/shell/administration" });
  const navigate = useNavigate({ from: "/administration" });
  const [managed, setManaged] = useState<User | null>(null);
  const users = useInfiniteQuery({
    queryKey: ["users", text, show],
    queryFn: ({ pageParam }) =>
      answered(api.GET("/api/v1/users", { params: { query: { text, ...(show === undefined ? {} : FILTERS[show]), limit: 50, cursor: pageParam } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const items = users.data?.pages.flatMap((page) => page.items) ?? [];
  const labels = { active: words.onlyActive, inactive: words.onlyInactive, administrators: words.onlyAdministrators };
  return (
    <>
      <Invite />
      <div className="filters" role="search">
        <SearchField label={words.search} hint={words.searchUsers} />
        <NativeSelect
          label={words.show}
          value={show ?? ""}
          onChange={(event) => void navigate({ search: (now) => ({ ...now, show: SHOWN.find((one) => one === event.target.value) }), replace: true })}
          data={[{ value: "", label: words.everybody }, ...SHOWN.map((value) => ({ value, label: labels[value] }))]}
        />
      </div>
      {users.isPending && <Waiting lines={6} />}
      {users.error && <Failure error={users.error} again={() => void users.refetch()} />}
      {users.isSuccess && items.length === 0 && <Nothing title={words.noUsers} />}
      {items.length > 0 && <UserTable users={items} manage={setManaged} />}
      {users.hasNextPage && <Button mt="md" variant="default" loading={users.isFetchingNextPage} onClick={() => void users.fetchNextPage()}>{common.loadMore}</Button>}
      <UserDialog user={managed === null ? null : (items.find(({ id }) => id === managed.id) ?? managed)} close={() => setManaged(null)} />
    </>
  );
}

function UserTable({ users, manage }: { users: User[]; manage: (user: User) => void }) {
  const words = administrationWords();
  const common = commonWords();
  return (
    <div className="panel flush scroll">
      <table className="list" aria-label={words.parts.users}>
        <thead>
          <tr><th>{words.name}</th><th className="wide">{words.secondFactor}</th><th className="wide">{words.lastLogin}</th><th className="wide">{words.since}</th><th><span className="only-read">{words.manage}</span></th></tr>
        </thead>
        <tbody>
          {users.map((user) => (
            <tr key={user.id}>
              <td>
                <Inert text={user.name} limit={200} />
                <span className="badges">
                  {user.is_administrator && <span className="state running">{words.administrator}</span>}
                  {!user.is_active && <span className="state failed">{words.deactivated}</span>}
                  {user.email_verified_at === null && <span className="state">{words.unverified}</span>}
                </span>
                <span className="sub"><Inert text={user.email} limit={254} /></span>
              </td>
              <td className="wide">{user.totp_enabled ? words.authenticator : <Text span size="sm" c="dimmed">{words.none}</Text>}</td>
              <td className="wide" title={user.last_login_at === null ? undefined : moment(user.last_login_at)}>{user.last_login_at === null ? common.never : relative(user.last_login_at)}</td>
              <td className="wide nowrap">{day(user.created_at)}</td>
              <td className="figure"><Button size="xs" variant="default" aria-label={words.manageUser(plainText(user.name))} onClick={() => manage(user)}>{words.manage}</Button></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
