import { TextInput } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useKeys } from "../../shared/keys";

const PAUSE = 300; // milliseconds without a key before the list is asked anew

/** The search of a part, kept in the address; the list follows when the typing rests. */
export function SearchField({ label, hint }: { label: string; hint: string }) {
  const { text = "" } = useSearch({ from: "/shell/administration" });
  const navigate = useNavigate({ from: "/administration" });
  const [typed, setTyped] = useState(text);
  const field = useRef<HTMLInputElement>(null);
  useKeys(label, [{ key: "/", does: hint, run: () => field.current?.focus() }]);
  useEffect(() => {
    if (typed.trim() === text) return undefined;
    const timer = setTimeout(() => void navigate({ search: (now) => ({ ...now, text: typed.trim() || undefined }), replace: true }), PAUSE);
    return () => clearTimeout(timer);
  }, [typed, text, navigate]);
  return <TextInput ref={field} className="grows" type="search" label={label} placeholder={hint} maxLength={200} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />;
}
