import { PasswordInput, type PasswordInputProps } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type KeyboardEvent } from "react";
import { answered, api } from "../../client/client";
import { accountWords } from "./messages";
import { STRENGTHS, strengthOf } from "./strength";

interface Props extends Omit<PasswordInputProps, "value" | "onChange"> {
  value: string;
  change: (value: string) => void;
}

/** How one can sign in here, and how long a password must be. */
export function useSignInOptions() {
  return useQuery({ queryKey: ["sign-in-options"], queryFn: () => answered(api.GET("/api/v1/auth/options")), staleTime: 60_000 });
}

/** A password; tells when Caps Lock would spoil it. */
export function PasswordField({ change, ...others }: Props) {
  const words = accountWords();
  const [locked, setLocked] = useState(false);
  const look = (event: KeyboardEvent) => setLocked(event.getModifierState("CapsLock"));
  return (
    <div>
      <PasswordInput
        autoComplete="current-password"
        required
        {...others}
        onChange={(event) => change(event.currentTarget.value)}
        onKeyDown={look}
        onKeyUp={look}
        onBlur={() => setLocked(false)}
      />
      <div role="status">{locked && <p className="caps-lock">{words.capsLock}</p>}</div>
    </div>
  );
}

/** A password that is being chosen, with a hint of how good it is. `own` are words it must not be made of. */
export function NewPasswordField({ own = [], ...others }: Props & { own?: readonly string[] }) {
  const words = accountWords();
  const options = useSignInOptions();
  const shortest = options.data?.shortest_password ?? 12;
  const strength = strengthOf(others.value, shortest, own);
  const told = words.strengths[strength];
  return (
    <div>
      <PasswordField autoComplete="new-password" description={words.atLeast(shortest)} {...others} />
      <div className="strength">
        {others.value !== "" && (
          <>
            <meter aria-label={words.strength} min={0} max={4} low={2} high={3} optimum={4} value={STRENGTHS.indexOf(strength)} aria-valuetext={told} />
            <span aria-live="polite">{told}</span>
          </>
        )}
      </div>
    </div>
  );
}
