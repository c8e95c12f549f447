"""What a priority depends on, and nothing else: equal content has equal priorities, however many findings share it."""

from __future__ import annotations

import hashlib

import msgspec

from securestack.assessment.priority.rules import WEEK, YEAR
from securestack.assessment.priority.score import starts_from_severity, stated_exploited
from securestack.assessment.priority.subject import Subject
from securestack.assessment.words import LONGEST_TEXT

FORM = 1  # raised when the same content, model and policy give another score than before
_KEY_BYTES = 16


def essence(subject: Subject) -> Subject:
    """Return a subject without what does not count towards its score.

    Of a scanner's finding the text says only whether the flaw is exploited, so that ten thousand findings of one rule
    are scored, explained and kept once.
    """
    circumstances = msgspec.structs.replace(
        subject.circumstances, age_days=_age(subject.circumstances.age_days)
    )
    if starts_from_severity(subject):
        return Subject(
            cvss_vector=subject.cvss_vector,
            severity=subject.severity,
            confidence=subject.confidence,
            stated_exploited=stated_exploited(subject),
            circumstances=circumstances,
        )
    return msgspec.structs.replace(
        subject,
        title=subject.title[:LONGEST_TEXT],
        description=subject.description[:LONGEST_TEXT],
        stated_exploited=stated_exploited(subject),
        circumstances=circumstances,
    )


def _age(days: int | None) -> int | None:
    """Return one age for all that count the same, so that a score stays what it is from day to day."""
    if days is None or days < 0:
        return None
    return WEEK if days <= WEEK else YEAR if days <= YEAR else YEAR + 1


def without_texts(subject: Subject) -> Subject:
    """Return what `with_policy` needs of a subject: what the rules and the decision look at."""
    return msgspec.structs.replace(
        subject, title="", description="", vendor="", product="", stated_exploited=stated_exploited(subject)
    )


def content_key(subject: Subject, *versions: str) -> bytes:
    """Return 16 bytes that are equal for equal essences under the same versions of model and policy."""
    digest = hashlib.blake2b(digest_size=_KEY_BYTES)
    content = (FORM, versions, subject)
    try:
        digest.update(msgspec.msgpack.encode(content))
    except (UnicodeEncodeError, OverflowError):  # half a character, or a number beyond 64 bits
        digest.update(ascii(content).encode())
    return digest.digest()
