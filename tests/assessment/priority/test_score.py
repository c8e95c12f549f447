from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.assessment.priority.content import content_key, essence
from securestack.assessment.priority.policy import Policy
from securestack.assessment.priority.reason import Basis, Certainty, Priority, PriorityLevel, level_of
from securestack.assessment.priority.score import prioritise_subject
from securestack.assessment.priority.subject import (
    Circumstances,
    Exposure,
    Level,
    Reachability,
    Subject,
)
from securestack.core.severity import Confidence, Severity
from tests.assessment.priority.examples import PLUGIN, VPN

texts = st.text(max_size=300) | st.sampled_from(
    ["\x00", "\ud800", "a" * 50_000, "Ünïcödé " * 50, "<script>", "%s%n"]
)
circumstances = st.builds(
    Circumstances,
    known_exploited=st.none() | st.booleans(),
    epss=st.none() | st.floats(),
    exposure=st.none() | st.sampled_from(Exposure),
    importance=st.none() | st.sampled_from(Level),
    data=st.none() | st.sampled_from(Level),
    reachability=st.none() | st.sampled_from(Reachability),
    fix_available=st.none() | st.booleans(),
    age_days=st.none() | st.integers(),
)
subjects = st.builds(
    Subject,
    title=texts,
    description=texts,
    vendor=texts,
    product=texts,
    cvss_vector=texts | st.just(VPN.cvss_vector),
    cwe=st.tuples() | st.tuples(st.integers()),
    cve=st.just("") | st.just("CVE-2099-0001"),
    severity=st.none() | st.sampled_from(Severity),
    confidence=st.none() | st.sampled_from(Confidence),
    circumstances=circumstances,
)


def change(subject: Subject, **changes: object) -> Priority:
    return prioritise_subject(msgspec.structs.replace(subject, **changes))


def reasons(priority: Priority) -> dict[str, float]:
    return {reason.name: reason.points for reason in priority.reasons}


@given(subjects)
def test_whatever_a_subject_holds_it_gets_a_score_that_its_reasons_add_up_to(subject: Subject) -> None:
    priority = prioritise_subject(subject)
    assert 0 <= priority.score <= 100
    assert round(priority.base + sum(reason.points for reason in priority.reasons), 2) == priority.total
    assert priority.score == min(max(priority.total, 0), 100)
    assert priority.level is level_of(priority.score)
    assert priority.model
    assert priority.policy


@given(subjects)
def test_whatever_a_subject_holds_its_content_has_a_key(subject: Subject) -> None:
    assert len(content_key(essence(subject))) == 16
    assert prioritise_subject(essence(subject)).total == prioritise_subject(subject).total


@pytest.mark.parametrize(
    "vector",
    [
        "AV:N/AC:L/Au:N/C:C/I:C/A:C",
        "(AV:N/AC:L/Au:N/C:C/I:C/A:C)",
        "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P/RL:O",
        "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N",
    ],
)
def test_vectors_of_every_version_say_the_same(vector: str) -> None:
    told = reasons(change(VPN, cvss_vector=vector))
    assert told["attack vector"] > 0
    assert told["privileges"] > 0
    assert told["impact"] > 0
    assert change(VPN, cvss_vector=vector).ssvc.technical_impact == "total"


@pytest.mark.parametrize(
    "vector",
    [
        "",
        "CVSS:3.1/",
        "CVSS:5.0/AV:N",
        "AV:N",
        "CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        "\x00" * 9,
        "9.8",
    ],
)
def test_a_vector_that_cannot_be_read_makes_it_less_sure_and_no_more(vector: str) -> None:
    priority = change(VPN, cvss_vector=vector)
    assert priority.certainty is Certainty.MEDIUM
    assert "attack vector" not in reasons(priority)
    assert priority.missing


@pytest.mark.parametrize(
    "text",
    [
        "",
        " " * 5_000,
        "9" * 100_000,
        "a " * 50_000,
        "'; DROP TABLE findings; --",
        "${jndi:ldap://x}",
        "\u202e\u0000\ud800",
        "漏洞允许远程攻击者执行任意代码",
        "ثغرة تسمح بتنفيذ التعليمات البرمجية عن بعد",
    ],
)
def test_a_text_that_says_nothing_counts_little_and_makes_it_less_sure(text: str) -> None:
    priority = change(VPN, title=text, description=text)
    assert priority.certainty is Certainty.LOW
    assert abs(reasons(priority).get("words", 0)) < 15


def test_what_resembles_exploited_flaws_comes_before_what_does_not() -> None:
    gateway, plugin = prioritise_subject(VPN), prioritise_subject(PLUGIN)
    assert gateway.level in (PriorityLevel.CRITICAL, PriorityLevel.HIGH)
    assert plugin.level in (PriorityLevel.LOW, PriorityLevel.INFORMATIONAL)
    assert gateway.percentile is not None
    assert plugin.percentile is not None
    assert gateway.percentile > 90 > 30 > plugin.percentile


def test_terms_are_grouped_and_told_in_words() -> None:
    told = {reason.name: reason for reason in prioritise_subject(VPN).reasons}
    assert set(told) <= {"words", "attack vector", "privileges", "impact", "weakness", "product", "phrases"}
    assert "no privileges needed" in told["privileges"].detail
    assert told["privileges"].points > 0
    assert {reason.source for reason in told.values()} == {"model"}
    for reason in told.values():
        assert len(reason.terms) >= 1


@pytest.mark.parametrize(
    ("known", "reason"),
    [
        (Circumstances(known_exploited=True), "known exploited"),
        (Circumstances(epss=0.9), "EPSS"),
        (Circumstances(exposure=Exposure.INTERNET), "exposure"),
        (Circumstances(importance=Level.HIGH), "importance"),
        (Circumstances(data=Level.HIGH), "data"),
        (Circumstances(reachability=Reachability.DIRECT), "reachability"),
        (Circumstances(fix_available=True), "fix available"),
        (Circumstances(age_days=2), "age"),
    ],
)
def test_what_is_known_besides_raises_the_score_visibly(known: Circumstances, reason: str) -> None:
    before, after = prioritise_subject(PLUGIN), change(PLUGIN, circumstances=known)
    assert after.total == pytest.approx(before.total + reasons(after)[reason])
    assert reasons(after)[reason] > 0


@pytest.mark.parametrize(
    ("known", "reason"),
    [
        (Circumstances(epss=0.0001), "EPSS"),
        (Circumstances(exposure=Exposure.INTERNAL), "exposure"),
        (Circumstances(importance=Level.LOW), "importance"),
        (Circumstances(data=Level.LOW), "data"),
        (Circumstances(reachability=Reachability.TRANSITIVE), "reachability"),
        (Circumstances(reachability=Reachability.DEVELOPMENT), "reachability"),
        (Circumstances(age_days=4_000), "age"),
    ],
)
def test_what_is_known_besides_lowers_the_score_visibly(known: Circumstances, reason: str) -> None:
    assert reasons(change(VPN, circumstances=known))[reason] < 0


def test_what_nobody_said_changes_nothing() -> None:
    known = Circumstances(known_exploited=False, fix_available=False, importance=Level.MEDIUM, age_days=100)
    assert change(VPN, circumstances=known).total == prioritise_subject(VPN).total


def test_a_text_that_says_so_is_a_reason_of_its_own_and_the_model_does_not_see_it() -> None:
    plain = prioritise_subject(VPN)
    stated = change(VPN, description=VPN.description.rstrip(".") + ", as exploited in the wild in 2023.")
    assert reasons(stated)["stated exploited"] == 30
    assert stated.total - 30 == pytest.approx(plain.total, abs=0.01)


def test_a_finding_that_is_no_cve_starts_from_its_severity_and_proof() -> None:
    finding = Subject(
        title="SQL injection", severity=Severity.CRITICAL, confidence=Confidence.CERTAIN, cwe=(89,)
    )
    priority = prioritise_subject(finding)
    assert (priority.basis, priority.certainty) == (Basis.SEVERITY, Certainty.HIGH)
    assert reasons(priority) == {"severity": 80, "proof": 5}
    assert priority.percentile is None
    tentative = msgspec.structs.replace(finding, confidence=Confidence.TENTATIVE)
    assert prioritise_subject(tentative).score == 65
    assert prioritise_subject(tentative).certainty is Certainty.LOW


def test_a_cve_with_a_severity_still_starts_from_the_model() -> None:
    assert change(VPN, severity=Severity.LOW).basis is Basis.MODEL


def test_what_is_missing_is_said_and_makes_it_less_sure() -> None:
    assert prioritise_subject(VPN).certainty is Certainty.HIGH
    blind = change(VPN, cvss_vector="")
    assert blind.certainty is Certainty.MEDIUM
    assert blind.missing == ("no CVSS vector",)
    assert change(VPN, cvss_vector="CVSS:3.1/AV:N").missing == ("the CVSS vector cannot be read",)
    assert "no CWE" in change(VPN, cwe=()).missing
    assert "a CWE that the model has hardly seen" in change(VPN, cwe=(99_999,)).missing
    empty = prioritise_subject(Subject())
    assert empty.certainty is Certainty.LOW
    assert empty.total == empty.base
    assert empty.percentile is None


def test_a_text_in_another_language_counts_little_and_says_so() -> None:
    german = "Eine Schwachstelle in der Weboberfläche ermöglicht es Angreifern aus der Ferne, beliebige Befehle auszuführen."
    priority = change(VPN, title="", description=german)
    assert priority.certainty is Certainty.LOW
    assert abs(reasons(priority).get("words", 0)) < 12


def test_the_policy_decides_what_a_rule_is_worth_and_leaves_one_of_no_points_out() -> None:
    known = msgspec.structs.replace(VPN, circumstances=Circumstances(exposure=Exposure.INTERNET))
    policy = Policy(name="bank", internet=20)
    priority = prioritise_subject(known, policy)
    assert reasons(priority)["exposure"] == 20
    assert priority.policy.startswith("bank/")
    assert "exposure" not in reasons(prioritise_subject(known, Policy(internet=0)))
