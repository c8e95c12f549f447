"""A child under the wrong parent: the parent in the path is checked, and the child is looked for among all."""

from __future__ import annotations

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.probing.proof import Proof
from securestack.scanners.api.answers import accepted, lasting_values, telling_values
from securestack.scanners.api.api import Api
from securestack.scanners.api.check import ApiCheck, operation_finding
from securestack.scanners.api.description.model import Operation, Place
from securestack.scanners.api.names import noun_before
from securestack.scanners.api.purposes import Purpose

RULE = Rule(
    id="api.child-under-foreign-parent",
    title="A user reads what belongs to another by naming it under a parent of their own",
    severity=Severity.HIGH,
    cwe=(639, 863),
    what=(
        "The path names a parent and a child. The API checks whether the parent belongs to the user, and then hands out "
        "the child without checking that it belongs to that parent."
    ),
    why=(
        "Naming one's own parent and counting through the children reads the data of everybody, although asking for the "
        "same child under its own parent is refused."
    ),
    fix="Look for the child among the children of the checked parent: `WHERE id = ? AND parent_id = ?`.",
    vulnerable_example="project = own_project(project_id)\nreturn Task.query.get(task_id)",
    fixed_example="project = own_project(project_id)\nreturn project.tasks.filter_by(id=task_id).one_or_404()",
    owasp=("API1:2023", "A01:2021"),
    references=(
        Reference(
            "OWASP API1:2023 Broken Object Level Authorization",
            "https://owasp.org/API-Security/editions/2023/en/0xa1-broken-object-level-authorization/",
        ),
        Reference(
            "CWE-863: Incorrect Authorization",
            "https://cwe.mitre.org/data/definitions/863.html",
        ),
    ),
)


def _choose(api: Api) -> list[Operation]:
    return [
        operation
        for operation in api.for_purpose(Purpose.READ)
        if operation.method == "GET" and len(operation.path_parameters) >= 2
    ]


async def _run(api: Api, operation: Operation) -> list[Finding]:
    owner, other = api.people.users[:2]
    found = api.own_inputs(operation, owner)
    parent = operation.path_parameters[-2]
    noun = noun_before(operation.path, parent.name)
    others_parent = next(
        (
            value
            for thing in api.knowledge.things
            if thing.owner is other and not thing.gone
            for score, value in [thing.value_for(noun, parent.name)]
            if score >= 2
        ),
        None,
    )
    if found is None or others_parent is None:
        api.unasked.setdefault(operation.id, f"two of “{noun}” that belong to different users were needed")
        return []
    inputs = found[0]
    first = await api.ask(operation, owner, inputs)
    again = await api.ask(operation, owner, inputs)
    straight = await api.ask(operation, other, inputs)
    private = lasting_values(first, again) - api.knowledge.listed.get(other.name, set())
    private -= telling_values(straight.response) | {str(value) for value in inputs.parameters.values()}
    if not accepted(first.response) or accepted(straight.response) or not private:
        return []
    moved = inputs.with_parameter(Place.PATH, parent.name, others_parent)
    answer = await api.ask(operation, other, moved)
    shown = private & telling_values(answer.response)
    if not accepted(answer.response) or not shown:
        return []
    marked = tuple(sorted(shown)[:5])
    return [
        operation_finding(
            api,
            operation,
            RULE,
            CHECK.id,
            f"{other.name.capitalize()} was refused what belongs to {owner.name}, and was shown it under a {noun} of their own.",
            Proof(first, marked, "the owner is shown the object", owner.name),
            Proof(straight, (), "somebody else is refused", other.name),
            Proof(answer, marked, f"under their own {noun} the same is shown", other.name),
        )
    ]


CHECK = ApiCheck(id="nested-objects", rules=(RULE,), choose=_choose, run=_run, users=2)
