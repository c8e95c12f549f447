// What the tab, the history and a screen reader call a page.
import { useEffect } from "react";

export function useTitle(text: string | undefined): void {
  useEffect(() => {
    document.title = text ? `${text} · SecureStack` : "SecureStack";
  }, [text]);
}
