import { Title } from "@mantine/core";
import type { ReactNode } from "react";
import { Link, useSearch } from "@tanstack/react-router";
import { Nothing, Waiting } from "../../shared/states";
import { useTitle } from "../../shared/title";
import { useAccount } from "../profile/account";
import "../profile/profile.css";
import "./administration.css";
import { Health } from "./Health";
import { Hosts } from "./Hosts";
import { administrationWords } from "./messages";
import { QueuePart } from "./QueuePart";
import { PARTS, type Part } from "./search";
import { Settings } from "./Settings";
import { Teams } from "./Teams";
import { Users } from "./Users";

const SHOWS: Record<Part, () => ReactNode> = { users: Users, teams: Teams, hosts: Hosts, queue: QueuePart, health: Health, settings: Settings };

/** What keeps the platform running, for its administrators; the part is named by the address. */
export function AdministrationPage() {
  const words = administrationWords();
  const { part = "users" } = useSearch({ from: "/shell/administration" });
  const account = useAccount();
  useTitle(`${words.parts[part]} · ${words.title}`);
  const Shown = SHOWS[part];
  return (
    <>
      <Title order={1} size="h2" mb="md">{words.title}</Title>
      {account.isPending && <Waiting />}
      {account.data && !account.data.is_administrator && <Nothing title={words.forAdministrators} />}
      {account.data?.is_administrator && (
        <>
          <nav className="tabs" aria-label={words.sections}>
            {PARTS.map((name) => (
              <Link key={name} to="/administration" search={{ part: name === "users" ? undefined : name }} className={name === part ? "active" : ""} aria-current={name === part ? "page" : undefined} activeOptions={{ exact: true, includeSearch: true }}>{words.parts[name]}</Link>
            ))}
          </nav>
          <Shown />
        </>
      )}
    </>
  );
}
