from __future__ import annotations

import math

import msgspec
import pytest

from securestack.assessment.priority.policy import DEFAULT_POLICY, POINTS, Policy


def test_every_change_of_points_changes_the_version() -> None:
    assert DEFAULT_POLICY.version == Policy().version
    names = [name for name in Policy.__struct_fields__ if name != "name"]
    versions = {msgspec.structs.replace(DEFAULT_POLICY, **{name: 1.5}).version for name in names}
    assert len(versions | {DEFAULT_POLICY.version}) == len(names) + 1


@pytest.mark.parametrize("points", [101, -101, math.nan, math.inf])
def test_points_beyond_the_scale_are_refused(points: float) -> None:
    with pytest.raises(ValueError, match="between -100 and 100"):
        Policy(internet=points)


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="unknown field `intranet`"):
        msgspec.json.decode(b'{"intranet": 3}', type=Policy)
    with pytest.raises(msgspec.ValidationError, match="between -100 and 100"):
        msgspec.json.decode(b'{"internet": 300}', type=Policy)


def test_every_entry_of_a_policy_is_described() -> None:
    assert set(POINTS) == set(Policy.__struct_fields__) - {"name"}
    assert all(rule.default == getattr(DEFAULT_POLICY, name) for name, rule in POINTS.items())
