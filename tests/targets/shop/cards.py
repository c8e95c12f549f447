"""Greeting cards written as templates: arithmetic works, and nothing else does."""

from __future__ import annotations

from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

_LONGEST = 300


class CardError(Exception):
    """The greeting is not a template that can be written out."""


class _SmallNumbers(ImmutableSandboxedEnvironment):
    """A sandbox in which sums stay small, so that no greeting keeps a laptop busy."""

    intercepted_binops = frozenset({"**", "*", "%"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "**" or not all(
            isinstance(value, (int, float)) and abs(value) < 1e12 for value in (left, right)
        ):
            if operator == "*" and isinstance(left, int) and isinstance(right, str) and right.isdigit():
                return right * min(left, 9)
            raise CardError
        return super().call_binop(context, operator, left, right)


_sandbox = _SmallNumbers(autoescape=True)
_sandbox.globals.clear()


def written_card(greeting: str) -> str:
    """Return the greeting written out. Raises CardError where it cannot be."""
    try:
        return _sandbox.from_string(greeting[:_LONGEST]).render()
    except (
        jinja2.TemplateError,
        ArithmeticError,
        TypeError,
        ValueError,
        RecursionError,
        LookupError,
        AttributeError,
    ):
        raise CardError from None
