import { Loader } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Link, Outlet, useNavigate, useRouter } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import { commonWords } from "../language/common";
import { useSession } from "../session/session";
import { onReturn } from "../shared/connection";
import { Icon } from "../shared/icons";
import { useKeyboard, useKeys } from "../shared/keys";
import { Account } from "./Account";
import { LostConnection } from "./LostConnection";
import { shellWords } from "./messages";
import { Navigation } from "./Navigation";
import { SessionDialog } from "./SessionDialog";

export { useMe } from "./me";

const Palette = lazy(() => import("./Palette"));
const KeyHelp = lazy(() => import("./KeyHelp"));

/** The frame around every page of somebody who is logged in; others are led to the login and back again. */
export function Shell() {
  const session = useSession();
  const { loading } = commonWords();
  const [wasIn, setWasIn] = useState(session.state === "in");
  useEffect(() => {
    if (session.state === "in") setWasIn(true);
  }, [session.state]);
  if (session.state === "unknown") {
    return (
      <div className="entrance">
        <Loader aria-label={loading} mx="auto" />
      </div>
    );
  }
  // A session that ended in the middle of the work is opened again over the page, which stays as it is.
  const over = session.state === "out" && session.expired && wasIn;
  if (session.state === "out" && !over) return <ToLogin expired={session.expired} />;
  return (
    <>
      <Frame />
      {over && <SessionDialog />}
    </>
  );
}

type Open = "palette" | "keys" | null;

function Frame() {
  const words = shellWords();
  const [open, setOpen] = useState<Open>(null);
  const [menu, setMenu] = useState(false);
  const close = () => setOpen(null);
  useShellKeys(setOpen);
  useRefreshAfterSilence();
  return (
    <div className="frame">
      <a className="skip" href="#main">{words.skip}</a>
      <aside className="side" data-open={menu || undefined}>
        <Link to="/" className="brand">
          <img src="/icon.svg" alt="" />
          SecureStack
        </Link>
        <button type="button" className="finder" aria-label={words.palette.title} onClick={() => setOpen("palette")}>
          <Icon name="search" size={16} />
          <span>{words.find}</span>
          <kbd>{navigator.userAgent.includes("Mac") ? "⌘K" : "Ctrl K"}</kbd>
        </button>
        <button type="button" className="menu-button" aria-expanded={menu} aria-controls="menu" onClick={() => setMenu(!menu)}>
          <Icon name={menu ? "close" : "menu"} size={20} />
          <span>{menu ? words.closeMenu : words.menu}</span>
        </button>
        <div className="menu" id="menu" onClick={(event) => event.target instanceof Element && event.target.closest("a") && setMenu(false)}>
          <Navigation />
          <Account />
        </div>
      </aside>
      <div className="content">
        <LostConnection />
        <main className="main" id="main" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <Suspense fallback={null}>
        {open === "palette" && <Palette close={close} showKeys={() => setOpen("keys")} />}
        {open === "keys" && <KeyHelp close={close} />}
      </Suspense>
    </div>
  );
}

function useShellKeys(open: (what: Open) => void): void {
  const { keys } = shellWords();
  const navigate = useNavigate();
  useKeyboard();
  useKeys(keys.everywhere, [
    { key: "?", does: keys.help, run: () => open("keys") },
    { key: "mod+k", does: keys.palette, run: () => open("palette") },
    { key: "g h", does: keys.home, run: () => void navigate({ to: "/" }) },
    { key: "g p", does: keys.projects, run: () => void navigate({ to: "/projects" }) },
    { key: "g f", does: keys.findings, run: () => void navigate({ to: "/findings" }) },
    { key: "g s", does: keys.scans, run: () => void navigate({ to: "/scans" }) },
  ]);
}

/** What failed or grew old while the server could not be reached is asked for again when it is back. */
function useRefreshAfterSilence(): void {
  const queries = useQueryClient();
  useEffect(() => onReturn(() => void queries.invalidateQueries()), [queries]);
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
