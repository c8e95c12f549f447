"""Texts that tell the answer: sentences which say that a flaw is being exploited.

They are a visible rule of their own. The model never sees them, neither when it is trained nor when it is asked: it
would learn the phrase by heart and could not say what exploited flaws have in common.
"""

from __future__ import annotations

import re

_STATED = (
    r"exploited in[ -]the[ -]wild|in-the-wild exploit|exploitation in the wild|actively (?:being )?exploit"
    r"|active(?:ly)? exploitation|observed exploitation|exploitation (?:has been|was) (?:observed|detected)"
    r"|(?:may have|might have|has|had|(?<!could )(?<!would )(?<!should )have) been (?:actively )?exploited"
    r"|under active attack"
)
_STATEMENT = re.compile(_STATED)
_TOLD = re.compile(rf"(?:\b\w+ is aware [^.]{{0,120}}?|, as )?(?:{_STATED})[^.]*", re.IGNORECASE)
_DENIED = re.compile(
    r"(?:not|never|no (?:evidence|reports?|indication)[^.]{0,60}) (?:been |being |of )?[^.]{0,20}$"
)
_LONGEST = 2_000  # characters looked at

# Words left out wherever they stand: those of such statements, and months, which come with them and tell a row's date.
TELLING = frozenset(
    [
        "exploited",
        "exploitation",
        "wild",
        "aware",
        "kev",
        "cisa",
        "itw",
        "ransomware",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
) - {"may"}


def states_exploitation(*texts: str) -> bool:
    """Return whether a text says that the flaw is being exploited, and does not deny it."""
    for text in texts:
        lower = text[:_LONGEST].lower()
        if "exploit" not in lower and "attack" not in lower:
            continue
        for match in _STATEMENT.finditer(lower):
            if not _DENIED.search(lower[max(0, match.start() - 90) : match.start()]):
                return True
    return False


def without_statements(text: str) -> str:
    """Return a text without its statements of exploitation, from where each begins to the end of its sentence."""
    return _TOLD.sub(" ", text[:_LONGEST])
