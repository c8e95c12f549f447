from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.assessment.priority.content import content_key, essence, without_texts
from securestack.assessment.priority.policy import DEFAULT_POLICY, Policy
from securestack.assessment.priority.score import prioritise_subject, with_policy
from securestack.assessment.priority.subject import (
    Circumstances,
    Exposure,
    Level,
    Reachability,
    Subject,
)
from securestack.core.severity import Confidence, Severity
from tests.assessment.priority.examples import PLUGIN, VPN

_maybe = st.none()
_circumstances = st.builds(
    Circumstances,
    known_exploited=_maybe | st.booleans(),
    epss=_maybe | st.floats(0, 1),
    exposure=_maybe | st.sampled_from(Exposure),
    importance=_maybe | st.sampled_from(Level),
    data=_maybe | st.sampled_from(Level),
    reachability=_maybe | st.sampled_from(Reachability),
    fix_available=_maybe | st.booleans(),
    age_days=_maybe | st.integers(-1, 800),
)
_findings = st.builds(
    Subject,
    title=st.sampled_from(["", "Reflected XSS", "It has been exploited in the wild"]),
    severity=st.sampled_from(Severity),
    confidence=_maybe | st.sampled_from(Confidence),
    cvss_vector=st.sampled_from(["", "not one", VPN.cvss_vector]),
    circumstances=_circumstances,
)
_flaws = st.builds(
    lambda flaw, about: msgspec.structs.replace(flaw, circumstances=about),
    st.sampled_from([VPN, PLUGIN, Subject(), Subject(cve="CVE-2024-1", description="x" * 5_000)]),
    _circumstances,
)
_subjects = _findings | _flaws
_STRICT = Policy(name="strict", internet=30, critical=99, known_exploited=90, epss=0, proven=-1)


@given(_subjects)
def test_nothing_that_counts_is_left_out_of_the_essence(subject: Subject) -> None:
    assert prioritise_subject(essence(subject)) == prioritise_subject(subject)
    assert essence(essence(subject)) == essence(subject)


@given(_subjects)
def test_another_policy_is_applied_without_texts_and_model(subject: Subject) -> None:
    before = prioritise_subject(subject)
    assert with_policy(before, without_texts(subject), _STRICT) == prioritise_subject(subject, _STRICT)
    assert with_policy(before, without_texts(subject), DEFAULT_POLICY) == before


def test_findings_of_one_rule_share_their_key_and_what_counts_changes_it() -> None:
    first = Subject(title="XSS in q", description="It came back.", severity=Severity.HIGH)
    second = Subject(title="XSS in name", description="It ran.", severity=Severity.HIGH)
    exploited = Subject(title="XSS", description="It is actively exploited.", severity=Severity.HIGH)
    assert content_key(essence(first)) == content_key(essence(second))
    assert content_key(essence(first)) != content_key(essence(exploited))
    assert content_key(essence(first)) != content_key(
        essence(msgspec.structs.replace(first, cve="CVE-2024-1"))
    )
    assert content_key(essence(first), "policy 1") != content_key(essence(first), "policy 2")


@pytest.mark.parametrize(
    ("one", "other", "same"), [(9, 200, True), (3, 5, True), (3, 9, False), (300, 400, False)]
)
def test_a_day_that_passes_changes_nothing_unless_an_age_is_reached(one: int, other: int, same: bool) -> None:
    keys = {content_key(essence(Subject(circumstances=Circumstances(age_days=age)))) for age in (one, other)}
    assert (len(keys) == 1) is same
