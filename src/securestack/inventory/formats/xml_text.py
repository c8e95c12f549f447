"""XML as a small tree with line numbers. Entities are refused: no manifest needs them, and bombs are made of them."""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

from securestack.inventory.manifest import UnreadableFile

_MOST_ELEMENTS = 2_000_000
_DEEPEST = 200


class Element:
    """One element: its name without the prefix of its namespace, the prefix, attributes, text, children, and line."""

    __slots__ = ("attributes", "children", "line", "name", "prefix", "text")

    def __init__(self, name: str, attributes: dict[str, str], line: int) -> None:
        self.prefix, _, self.name = name.rpartition(":")
        self.attributes = attributes
        self.line = line
        self.text = ""
        self.children: list[Element] = []

    def child(self, name: str) -> Element | None:
        """Return the first child of that name."""
        return next((child for child in self.children if child.name == name), None)

    def all(self, *path: str) -> Iterator[Element]:
        """Yield the elements at the end of a path of names, as in `dependencies`, `dependency`."""
        level = [self]
        for name in path:
            level = [child for element in level for child in element.children if child.name == name]
        yield from level

    def value(self, name: str) -> str:
        """Return the text of the first child of that name, trimmed; "" when there is none."""
        child = self.child(name)
        return child.text.strip() if child is not None else ""

    def walk(self) -> Iterator[Element]:
        """Yield this element and everything inside it."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.children))


class _TreeBuilder:
    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.EntityDeclHandler = self._entity
        self.root: Element | None = None
        self._open: list[Element] = []
        self._texts: list[list[str]] = []
        self._count = 0

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        line = self.parser.CurrentLineNumber
        self._count += 1
        if len(self._open) >= _DEEPEST or self._count > _MOST_ELEMENTS:
            raise UnreadableFile("The XML is nested too deeply or too large to be read.", line)
        element = Element(name, attributes, line)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)
        self._texts.append([])

    def _end(self, _name: str) -> None:
        self._open.pop().text = "".join(self._texts.pop())

    def _text(self, data: str) -> None:
        if self._texts:
            self._texts[-1].append(data)

    def _entity(self, *_: object) -> None:
        raise UnreadableFile(
            "The XML declares entities, which could grow without end.", self.parser.CurrentLineNumber
        )


def decode(source: bytes) -> Element:
    """Return the root element of a document. Raises UnreadableFile with the line where it breaks."""
    builder = _TreeBuilder()
    try:
        builder.parser.Parse(source, True)
    except expat.ExpatError as problem:
        what = expat.ErrorString(problem.code) or "it cannot be read"
        raise UnreadableFile(f"This is no valid XML: {what}.", problem.lineno) from None
    except (LookupError, ValueError) as problem:  # an encoding that nobody knows
        raise UnreadableFile(f"This is no readable XML: {problem}.") from None
    if builder.root is None:
        raise UnreadableFile("The XML has no element.")
    return builder.root
