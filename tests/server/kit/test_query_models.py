"""Queries are read as the framework itself reads them, only sooner."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
from fastapi import Query
from fastapi.dependencies import utils
from fastapi.dependencies.utils import _get_param_model, get_dependant
from pydantic import BaseModel, Field
from starlette.datastructures import QueryParams

from securestack.server.app import create_app
from securestack.server.findings.schemas import AllFindingsQuery
from securestack.server.kit import query_models
from securestack.server.settings import Settings

FindingsAsked = Annotated[AllFindingsQuery, Query()]


class Renamed(BaseModel):
    """A query with a field that comes under another name."""

    kind: list[str] = Field(default=[], alias="type")


def _findings(query: FindingsAsked) -> None: ...


def _renamed(query: Annotated[Renamed, Query()]) -> None: ...


@pytest.mark.parametrize("endpoint", [_findings, _renamed])
@pytest.mark.parametrize(
    "query",
    [
        "",
        "state=open",
        "state=open&state=fixed&severity=low&limit=3&sort=title",
        "limit=3&limit=4",
        "limit=many",
        "limit=",
        "state=",
        "overdue=true&priority_from=80",
        "unknown=1&unknown=2",
        "assignee=me&assignee=none&assignee=01a20091-3952-7130-b2a3-d19516e6ebb6&rule=a,b",
        "first_seen_from=2026-01-01T00:00:00Z&search=%22a%20b%22",
        "type=a&type=b",
        "kind=a",
    ],
)
def test_it_reads_what_the_framework_reads(endpoint: Any, query: str) -> None:
    (field,) = get_dependant(path="/", call=endpoint).query_params
    model = _get_param_model(field)
    assert model is not None
    ours = query_models.read_model(field, model, QueryParams(query))
    theirs = query_models._the_framework_s(field, model, QueryParams(query))
    assert ours[0] == theirs[0]
    assert _told(ours[1]) == _told(theirs[1])


def test_the_application_reads_this_way(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(utils, "_request_param_model_to_args", query_models._the_framework_s)
    create_app(settings)
    assert utils._request_param_model_to_args is query_models.read_model


def _told(errors: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(error["type"], tuple(error["loc"]), error["msg"]) for error in errors]
