from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from securestack.reports.visible import encodable, visible, visible_line

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)


def test_what_drives_a_terminal_or_turns_text_around_is_written_out() -> None:
    assert visible("a\x1b[2Jb\u202ec\x9bd\u200be") == "a⟨ESC⟩[2Jb⟨U+202E⟩c⟨U+009B⟩d⟨U+200B⟩e"


def test_ordinary_text_of_any_language_stays() -> None:
    assert visible("Grüße, 你好, שלום 🎉\n\tindented") == "Grüße, 你好, שלום 🎉\n\tindented"


def test_line_ends_of_http_are_line_ends_and_a_lone_return_is_seen() -> None:
    assert visible("a\r\nb\rc") == "a\nb⟨CR⟩c"
    assert visible_line("a\r\nb\tc") == "a⟨CR⟩⟨LF⟩b⟨TAB⟩c"


@given(ANY_TEXT)
def test_nothing_hidden_is_left_in_any_text(text: str) -> None:
    shown = visible_line(text)
    assert not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in shown)
    assert not any(
        unicodedata.bidirectional(letter) in ("RLO", "LRO", "RLE", "LRE", "RLI", "LRI", "FSI")
        for letter in shown
    )


@given(ANY_TEXT)
def test_any_text_can_be_made_encodable(text: str) -> None:
    encodable(text).encode()
