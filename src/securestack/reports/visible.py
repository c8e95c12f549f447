"""Text from a scanned site made safe to look at: what is invisible, or moves other text about, is shown instead.

A terminal obeys control characters and a browser obeys bidirectional overrides (CVE-2021-42574 shows what that can
hide), so a report never passes them on.
"""

from __future__ import annotations

import re

_HIDDEN = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters but for tab and newline
    "\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff0-\ufffb\U000e0000-\U000e0fff"  # invisible, bidirectional, tags
    "\ud800-\udfff"  # lone surrogates, which stand for bytes that were no text
    "]"
)
# Names instead of the pictures Unicode has for them, which too many fonts lack.
_NAMES = {0: "NUL", 7: "BEL", 8: "BS", 12: "FF", 13: "CR", 27: "ESC", 127: "DEL"}


def visible(text: str) -> str:
    """Return the text with every character that would not be seen written out, `⟨ESC⟩` or `⟨U+202E⟩`."""
    if "\r\n" in text:
        text = text.replace("\r\n", "\n")
    if text.isascii() and text.isprintable():
        return text
    return _HIDDEN.sub(_show, text)


def visible_line(text: str) -> str:
    """Return the same for a text that has to stay on one line: line breaks and tabs are shown too."""
    shown = visible(text.replace("\r\n", "⟨CR⟩⟨LF⟩"))
    return shown.replace("\n", "⟨LF⟩").replace("\t", "⟨TAB⟩")


def encodable(text: str) -> str:
    """Return the text with lone surrogates, which UTF-8 cannot hold, replaced by U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _show(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"⟨{_NAMES.get(code) or f'U+{code:04X}'}⟩"
