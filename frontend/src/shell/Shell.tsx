import { Button, Loader, NativeSelect, Text, useMantineColorScheme, type MantineColorScheme } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, Outlet, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { answered, api } from "../client/client";
import { leave, useSession } from "../session/session";

/** Who is logged in. */
export function useMe() {
  return useQuery({ queryKey: ["me"], queryFn: () => answered(api.GET("/api/v1/auth/me")), staleTime: 60_000 });
}

/** The frame around every page of somebody who is logged in; others are led to the login and back again. */
export function Shell() {
  const session = useSession();
  if (session.state === "unknown") {
    return (
      <div className="entrance">
        <Loader aria-label="Loading" mx="auto" />
      </div>
    );
  }
  if (session.state === "out") {
    return <ToLogin expired={session.expired} />;
  }
  return (
    <div className="frame">
      <a className="skip" href="#main">Skip to the content</a>
      <aside className="side">
        <Link to="/" className="brand">
          <img src="/icon.svg" alt="" />
          SecureStack
        </Link>
        <nav aria-label="Main">
          <Link to="/" activeOptions={{ exact: true }}>Projects</Link>
          <Link to="/findings">Findings</Link>
          <Link to="/scans">Scans</Link>
        </nav>
        <Account />
      </aside>
      <main className="main" id="main" tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}

/** Leads to the login once; where one wanted to go is read once too, for the address changes on the way. */
function ToLogin({ expired }: { expired: boolean }) {
  const router = useRouter();
  useEffect(() => {
    const { href } = router.state.location;
    const search = { back: href === "/" ? undefined : href, problem: expired ? "expired" : undefined };
    void router.navigate({ to: "/sign-in", search, replace: true });
  }, [router, expired]);
  return null;
}

function Account() {
  const me = useMe();
  const queries = useQueryClient();
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true }); // what ends them is a style made by a script
  const logOut = async () => {
    await api.POST("/api/v1/auth/logout").catch(() => null);
    leave();
    queries.clear();
  };
  return (
    <div className="account">
      <Text size="sm" className="who" truncate title={me.data?.email}>{me.data?.name ?? " "}</Text>
      <NativeSelect
        aria-label="Theme"
        size="xs"
        value={colorScheme}
        onChange={(event) => setColorScheme(event.currentTarget.value as MantineColorScheme)}
        data={[
          { value: "auto", label: "System theme" },
          { value: "light", label: "Light" },
          { value: "dark", label: "Dark" },
        ]}
      />
      <Button variant="default" size="xs" onClick={() => void logOut()}>Log out</Button>
    </div>
  );
}
