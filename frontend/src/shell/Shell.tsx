import { Button, Loader, NativeSelect, Text, useMantineColorScheme, type MantineColorScheme } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, Outlet, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { answered, api } from "../client/client";
import { commonWords } from "../language/common";
import { LANGUAGES, speak, useLanguage, type Language } from "../language/language";
import { leave, useSession } from "../session/session";
import { shellWords } from "./messages";

/** Who is logged in. */
export function useMe() {
  return useQuery({ queryKey: ["me"], queryFn: () => answered(api.GET("/api/v1/auth/me")), staleTime: 60_000 });
}

/** The frame around every page of somebody who is logged in; others are led to the login and back again. */
export function Shell() {
  const session = useSession();
  const words = shellWords();
  const { loading } = commonWords();
  if (session.state === "unknown") {
    return (
      <div className="entrance">
        <Loader aria-label={loading} mx="auto" />
      </div>
    );
  }
  if (session.state === "out") {
    return <ToLogin expired={session.expired} />;
  }
  return (
    <div className="frame">
      <a className="skip" href="#main">{words.skip}</a>
      <aside className="side">
        <Link to="/" className="brand">
          <img src="/icon.svg" alt="" />
          SecureStack
        </Link>
        <Navigation />
        <Account />
      </aside>
      <main className="main" id="main" tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}

/** The rooms of the house: the work of every day above, what keeps the platform below. A new feature is a line here. */
function Navigation() {
  const words = shellWords();
  return (
    <nav aria-label={words.main}>
      <Link to="/" activeOptions={{ exact: true }}>{words.projects}</Link>
      <Link to="/findings">{words.findings}</Link>
      <Link to="/scans">{words.scans}</Link>
    </nav>
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
  const words = shellWords();
  const spoken = useLanguage();
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
        aria-label={words.theme}
        size="xs"
        value={colorScheme}
        onChange={(event) => setColorScheme(event.currentTarget.value as MantineColorScheme)}
        data={[
          { value: "auto", label: words.systemTheme },
          { value: "light", label: words.light },
          { value: "dark", label: words.dark },
        ]}
      />
      <NativeSelect
        aria-label={words.language}
        size="xs"
        value={spoken}
        onChange={(event) => speak(event.currentTarget.value as Language)}
        data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
      />
      <Button variant="default" size="xs" onClick={() => void logOut()}>{words.logOut}</Button>
    </div>
  );
}
