"""Where a word stands in a document: each state of the tokenizer, what attributes mean, and no word left out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from securestack.probing.html_context import Context, Occurrence, find_occurrences
from securestack.probing.html_meaning import Meaning
from securestack.probing.html_tokens import tokenize
from securestack.probing.xss_script import Spot

WORD = "q0123456789z"


def only(text: str, prefix: str = "") -> Occurrence:
    (found,) = find_occurrences(text.replace("§", WORD), WORD, value_prefix=prefix)
    return found


@pytest.mark.parametrize(
    ("text", "context", "tag"),
    [
        ("<p>§</p>", Context.TEXT, ""),
        ("a < § > b", Context.TEXT, ""),
        ("<§>", Context.TAG_NAME, WORD),
        ("<b§ c>", Context.TAG_NAME, "b" + WORD),
        ("</§>", Context.END_TAG, WORD),
        ("<input §=1>", Context.ATTRIBUTE_NAME, "input"),
        ("<input a=1 /§ b>", Context.ATTRIBUTE_NAME, "input"),
        ("<input a=§>", Context.ATTRIBUTE_VALUE, "input"),
        ("<!-- § -->", Context.COMMENT, ""),
        ("<!--> § -->", Context.TEXT, ""),
        ("<!-- a --!> § -->", Context.TEXT, ""),
        ("<!bogus § >", Context.COMMENT, ""),
        ("<?php § ?>", Context.COMMENT, ""),
        ("</ § >", Context.COMMENT, ""),
        ("<!doctype § >", Context.DOCTYPE, ""),
        ("<textarea><b>§</b></textarea>", Context.RCDATA, "textarea"),
        ("<title></titles>§</title>", Context.RCDATA, "title"),
        ("<title>a</title >§", Context.TEXT, ""),
        ("<style>a{}§</style>", Context.RAWTEXT, "style"),
        ("<xmp><p>§</xmp>", Context.RAWTEXT, "xmp"),
        ("<noscript>§</noscript>", Context.RAWTEXT, "noscript"),
        ("<plaintext></plaintext>§", Context.PLAINTEXT, "plaintext"),
        ("<![CDATA[§]]>", Context.COMMENT, ""),
        ("<svg><![CDATA[§]]></svg>", Context.CDATA, ""),
        ("<svg><style><b>§</b></style></svg>", Context.TEXT, ""),
        ("<svg><p><style><b>§</b></style></svg>", Context.RAWTEXT, "style"),
        ("<svg><foreignObject><style>§</style></foreignObject></svg>", Context.RAWTEXT, "style"),
        ("<math><title><b>§</title></math>", Context.TEXT, ""),
        ("<svg><title><b>§</title></svg>", Context.TEXT, ""),
        ("<script>§</script>", Context.SCRIPT, "script"),
        ("<script></scripty>§</script>", Context.SCRIPT, "script"),
        ("<script><!-- <script> </script> § --></script>", Context.SCRIPT, "script"),
        ("<script><!-- </script>§", Context.TEXT, ""),
        ("<script><!--><script></script>§</script>", Context.TEXT, ""),
        ("<svg><script>§</script></svg>", Context.SCRIPT, "script"),
    ],
)
def test_each_state(text: str, context: Context, tag: str) -> None:
    found = only(text)
    assert (found.context, found.tag) == (context, tag)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ('<a title="x§y">', '"'),
        ("<a title='§'>", "'"),
        ("<a title=§>", ""),
        ('<a title = "§" b>', '"'),
        ("<a title='\"§'>", "'"),
        ('<a b="1"title="§">', '"'),
    ],
)
def test_quotes(text: str, quote: str) -> None:
    found = only(text)
    assert (found.attribute, found.quote) == ("title", quote)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ('<a onclick="f(§)">', Meaning.JAVASCRIPT),
        ('<a onclick="vbscript:f §">', Meaning.VBSCRIPT),
        ('<a href="§">', Meaning.ADDRESS_START),
        ('<a href=" §">', Meaning.ADDRESS_START),
        ('<a href="/b?c=§">', Meaning.ADDRESS),
        ('<a href="java\tscript:f(§)">', Meaning.JAVASCRIPT),
        ('<img src="javascript:§">', Meaning.ADDRESS),
        ('<svg><a xlink:href="§">', Meaning.ADDRESS_START),
        ('<button formaction="§">', Meaning.ADDRESS_START),
        ('<object data="§">', Meaning.ADDRESS_START),
        ('<p style="color:§">', Meaning.STYLE),
        ('<iframe srcdoc="§">', Meaning.DOCUMENT),
        ('<meta http-equiv=Refresh content="0;url=§">', Meaning.REFRESH),
        ('<meta name=a content="§">', Meaning.PLAIN),
        ('<a href="/" href="§">', Meaning.PLAIN),
        ('<input value="§">', Meaning.PLAIN),
        ('<script type="text/template">§</script>', Meaning.DATA),
        ("<script type=module>§</script>", Meaning.JAVASCRIPT),
        ("<script language=VBScript>§</script>", Meaning.VBSCRIPT),
    ],
)
def test_meanings(text: str, meaning: Meaning) -> None:
    assert only(text).meaning is meaning


@pytest.mark.parametrize(
    ("code", "spot"),
    [
        ("var a = §;", Spot.CODE),
        ("var a = '§';", Spot.SINGLE),
        ("var a = 'it\\'s §';", Spot.SINGLE),
        ('var a = "§";', Spot.DOUBLE),
        ("var a = `b ${c} §`;", Spot.TEMPLATE),
        ("var a = `b ${§}`;", Spot.CODE),
        ("var a = `b ${ {c: '}'} } §`;", Spot.TEMPLATE),
        ("var a = /[/]§/;", Spot.REGEX),
        ("var a = b / §;", Spot.CODE),
        ("return /§/", Spot.REGEX),
        ("a // it's §", Spot.LINE_COMMENT),
        ("<!-- §", Spot.LINE_COMMENT),
        ("/* it's\n§ */", Spot.BLOCK_COMMENT),
        ("/* ' */ §", Spot.CODE),
    ],
)
def test_spots_in_scripts(code: str, spot: Spot) -> None:
    place = only(f"<script>{code}</script>").place
    assert place is not None
    assert place.spot is spot


def test_a_handler_is_decoded_before_it_is_read() -> None:
    found = only('<a onclick="f(&#39;§\')">')
    assert found.place is not None
    assert (found.place.spot, found.place.brackets) == (Spot.SINGLE, "(")
    assert found.after == "')"


def test_a_document_in_an_attribute_is_looked_into() -> None:
    (inner,) = only('<iframe srcdoc="&lt;b title=&#39;§\'>">').nested
    assert (inner.context, inner.attribute, inner.quote) == (Context.ATTRIBUTE_VALUE, "title", "'")


def test_what_was_sent_before_the_word_belongs_to_the_value() -> None:
    assert only('<a href="tea§">', "tea").meaning is Meaning.ADDRESS_START
    assert only('<a href="/tea§">', "tea").meaning is Meaning.ADDRESS


def test_elements_that_swallow_markup_are_named_innermost_first() -> None:
    assert only("<template><select><option>§").closers == ("select", "template")


def test_capitals_and_every_occurrence_count() -> None:
    text = f"<p>{WORD.upper()}</p><a title={WORD}>{WORD}</a><!--{WORD}-->"
    contexts = [found.context for found in find_occurrences(text, WORD)]
    assert contexts == [Context.TEXT, Context.ATTRIBUTE_VALUE, Context.TEXT, Context.COMMENT]


markup = st.lists(
    st.sampled_from(
        [
            *"<>/='\"` \n!-?&;[]",
            "a",
            "<svg>",
            "</svg>",
            "<script>",
            "</script>",
            "<!--",
            "-->",
            "<title>",
            "</title>",
            "<style",
            "<a href=",
            "onclick=",
            "<iframe srcdoc=",
            "javascript:",
            "/*",
            "*/",
            "${",
            "}",
            "\\",
            "<![CDATA[",
            "]]>",
            "&lt;",
            "\x00",
            "é",
        ]
    ),
    max_size=40,
).map("".join)


@settings(max_examples=300)
@given(st.lists(markup | st.text(max_size=10), max_size=6))
def test_no_document_is_too_broken_and_no_word_is_left_out(parts: list[str]) -> None:
    text = WORD.join(parts)
    found = find_occurrences(text, WORD)
    assert [spot.start for spot in found] == [
        place for place in range(len(text)) if text.startswith(WORD, place)
    ]
    for spot in found:
        assert text[spot.start : spot.end] == WORD


@settings(max_examples=300)
@given(st.lists(markup, max_size=4))
def test_passing_over_what_nobody_asked_about_changes_nothing(parts: list[str]) -> None:
    text = WORD.join(parts)
    wanted = [place for place in range(len(text)) if text.startswith(WORD, place)]
    full = {
        (token.kind, token.name, token.end, token.closed, token.foreign, token.inside)
        for token in tokenize(text)
        if any(token.start <= place < token.end for place in wanted)
    }
    quick = tokenize(text, wanted)
    assert "".join(text[token.start : token.end] for token in quick) == text
    assert full == {
        (token.kind, token.name, token.end, token.closed, token.foreign, token.inside)
        for token in quick
        if any(token.start <= place < token.end for place in wanted)
    }


@settings(max_examples=300)
@given(markup | st.text())
def test_tokens_lie_end_to_end(text: str) -> None:
    tokens = tokenize(text)
    assert "".join(text[token.start : token.end] for token in tokens) == text
    for token in tokens:
        for attribute in token.attributes:
            assert token.start < attribute.name_start <= attribute.value_end <= token.end
            assert text[attribute.value_start : attribute.value_end] == attribute.value


@pytest.mark.parametrize(
    "piece", ["<a ", "<!--", "<script><!--", "<a b='", "`${", "/*", "'", "<svg><title>", "("]
)
def test_a_hostile_page_takes_time_in_proportion_to_its_length(piece: str) -> None:
    found = find_occurrences(piece * 20_000 + WORD, WORD)
    assert len(found) == 1
