"""YAML with line numbers and every scalar left as it is written: 1.10 is a version, not a number.

Built from the parser's events without recursion. An alias costs as much as what it stands for, so a document whose
aliases multiply ("billion laughs") is refused instead of expanded.
"""

from __future__ import annotations

from typing import Any

import yaml

from securestack.inventory.manifest import UnreadableFile

_MOST_NODES = 2_000_000  # after aliases are counted at their full size
_DEEPEST = 200

# The parser in C is eight times as fast; where PyYAML was built without it, the one in Python gives the same events.
_Parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YamlMapping(dict[str, Any]):
    """A mapping that knows its own line and that of each key."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class YamlSequence(list[Any]):
    """A sequence that knows the line of each element."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []


class _Open:
    """A collection being filled."""

    __slots__ = ("anchor", "key", "nodes", "value")

    def __init__(self, value: YamlMapping | YamlSequence, anchor: str | None) -> None:
        self.value = value
        self.anchor = anchor
        self.key: str | None = None
        self.nodes = 1


def decode_all(source: bytes) -> list[Any]:
    """Return the documents of a YAML stream: YamlMapping, YamlSequence and str. Raises UnreadableFile."""
    try:
        return _Builder().documents(source)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        what = problem.problem or "it cannot be read"
        raise UnreadableFile(f"This is no valid YAML: {what}.", mark.line + 1 if mark else 0) from None
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as problem:
        raise UnreadableFile(f"This is no valid YAML: {str(problem).splitlines()[0]}.") from None


def decode(source: bytes) -> Any:
    """Return the first document of a YAML stream, empty text when there is none. Raises UnreadableFile."""
    documents = decode_all(source)
    return documents[0] if documents else ""


class _Builder:
    def __init__(self) -> None:
        self._open: list[_Open] = []
        self._documents: list[Any] = []
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._nodes = 0

    def documents(self, source: bytes) -> list[Any]:
        parser = _Parser(source)
        try:
            while parser.check_event():
                self._take(parser.get_event())
        finally:
            parser.dispose()
        return self._documents

    def _take(self, event: Any) -> None:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            if event.anchor:
                self._anchors[event.anchor] = (event.value, 1)
            self._place(event.value, event.start_mark.line + 1, 1)
        elif kind is yaml.MappingStartEvent:
            self._begin(YamlMapping(event.start_mark.line + 1), event)
        elif kind is yaml.SequenceStartEvent:
            self._begin(YamlSequence(event.start_mark.line + 1), event)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            closed = self._open.pop()
            if closed.anchor:
                self._anchors[closed.anchor] = (closed.value, closed.nodes)
            self._place(closed.value, closed.value.line, closed.nodes)
        elif kind is yaml.AliasEvent:
            line = event.start_mark.line + 1
            if event.anchor not in self._anchors:
                raise UnreadableFile(f"The alias “{event.anchor}” stands for nothing that came before.", line)
            value, nodes = self._anchors[event.anchor]
            self._place(value, line, nodes)

    def _begin(self, value: YamlMapping | YamlSequence, event: Any) -> None:
        if len(self._open) >= _DEEPEST:
            raise UnreadableFile("The YAML is nested too deeply to be read.", value.line)
        self._open.append(_Open(value, event.anchor))

    def _place(self, value: Any, line: int, nodes: int) -> None:
        if not self._open:
            self._documents.append(value)
            self._anchors.clear()
            return
        top = self._open[-1]
        top.nodes += nodes
        self._nodes = max(self._nodes, top.nodes)
        if top.nodes > _MOST_NODES:
            raise UnreadableFile("The aliases of this YAML multiply to more than any real file holds.", line)
        if isinstance(top.value, YamlSequence):
            top.value.append(value)
            top.value.lines.append(line)
        elif top.key is None:
            top.key = value if isinstance(value, str) else ""
            top.value.lines[top.key] = line
        else:
            _assign(top.value, top.key, value)
            top.key = None


def _assign(target: YamlMapping, key: str, value: Any) -> None:
    if key != "<<":
        target[key] = value
        return
    for source in value if isinstance(value, YamlSequence) else [value]:
        if isinstance(source, YamlMapping):
            for name, inherited in source.items():
                target.setdefault(name, inherited)
                target.lines.setdefault(name, source.lines.get(name, 0))
