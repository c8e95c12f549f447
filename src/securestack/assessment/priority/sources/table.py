"""Tables of vulnerabilities: CSV with any of the columns cve, title, description, vendor, product, cvss_vector, cwe.

Other columns are left alone, also those that would tell the answer, such as `kev`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from securestack.assessment.priority.sources.item import Item, SourceError, cve_in, weaknesses_in
from securestack.assessment.priority.subject import Subject
from securestack.assessment.words import LONGEST_TEXT

_COLUMNS = ("cve", "title", "description", "vendor", "product", "cvss_vector", "cwe")
_OTHER_NAMES = {
    "cve_id": "cve",
    "cvss": "cvss_vector",
    "vector": "cvss_vector",
    "cwe_id": "cwe",
    "cwes": "cwe",
}
_LARGEST_CELL = 64 * 2**20  # characters; Python's own limit of 131,072 is below what exports hold
_LONGEST_NAME = 200


def read_table(lines: Iterable[str]) -> Iterator[Item]:
    """Yield an item for each row of a CSV file, in its order. Raises SourceError.

    Commas, semicolons and tabs separate cells, whichever the heading uses. Missing cells count as empty.
    """
    csv.field_size_limit(_LARGEST_CELL)
    lines = iter(lines)
    heading = next(lines, "").lstrip("\ufeff")
    separator = max(",;\t", key=heading.count)
    try:
        names = [_column(cell) for cell in next(csv.reader([heading], delimiter=separator), [])]
        places = {name: names.index(name) for name in _COLUMNS if name in names}
        if not places:
            raise SourceError(f"its first line names none of the columns {', '.join(_COLUMNS)}")
        for number, cells in enumerate(filter(None, csv.reader(lines, delimiter=separator)), start=1):
            yield _item(number, {name: cells[at] for name, at in places.items() if at < len(cells)})
    except csv.Error as error:
        raise SourceError(f"it is not a table that can be read ({error})") from error


def _column(cell: str) -> str:
    name = cell.strip().lower().replace(" ", "_").replace("-", "_")
    return _OTHER_NAMES.get(name, name)


def _item(number: int, cells: dict[str, str]) -> Item:
    get = cells.get
    title, description = get("title", "")[:LONGEST_TEXT], get("description", "")[:LONGEST_TEXT]
    cve = get("cve", "").strip()[:_LONGEST_NAME]
    subject = Subject(
        title=title,
        description=description,
        vendor=get("vendor", "")[:_LONGEST_NAME],
        product=get("product", "")[:_LONGEST_NAME],
        cvss_vector=get("cvss_vector", "").strip()[:1_000],
        cwe=weaknesses_in(get("cwe", "")),
        cve=cve_in(cve),
    )
    return Item(number, title.strip()[:_LONGEST_NAME] or description.strip()[:_LONGEST_NAME] or cve, subject)
