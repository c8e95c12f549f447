import { Title } from "@mantine/core";
import { Link, useSearch } from "@tanstack/react-router";
import { Failure, Waiting } from "../../shared/states";
import { useTitle } from "../../shared/title";
import { useAccount } from "./account";
import { Appearance } from "./Appearance";
import { Devices } from "./Devices";
import { Identity } from "./Identity";
import { Invitations } from "./Invitations";
import { Keys } from "./Keys";
import { profileWords } from "./messages";
import { Passkeys } from "./Passkeys";
import { Password } from "./Password";
import "./profile.css";
import { SecondFactor } from "./SecondFactor";

const PARTS = ["profile", "security", "keys"] as const;

/** One's own account, in three parts, which the address names. */
export function AccountPage() {
  const words = profileWords();
  const { part = "profile" } = useSearch({ from: "/shell/account" });
  const account = useAccount();
  useTitle(`${words[part]} · ${words.title}`);
  return (
    <>
      <Title order={1} size="h2" mb="md">{words.title}</Title>
      <nav className="tabs" aria-label={words.sections}>
        {PARTS.map((name) => (
          <Link key={name} to="/account" search={{ part: name === "profile" ? undefined : name }} activeOptions={{ exact: true, includeSearch: true }}>{words[name]}</Link>
        ))}
      </nav>
      {account.isPending && <Waiting />}
      {account.error && <Failure error={account.error} again={() => void account.refetch()} />}
      {account.data && (
        <div className="account-page">
          {part === "profile" && (
            <>
              <Identity account={account.data} />
              <Invitations />
              <Appearance />
            </>
          )}
          {part === "security" && (
            <>
              <Password account={account.data} />
              <SecondFactor account={account.data} />
              <Passkeys />
              <Devices />
            </>
          )}
          {part === "keys" && <Keys />}
        </div>
      )}
    </>
  );
}
