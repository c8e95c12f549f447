"""Finds the route of a request in a tree of path segments instead of trying one route after the other.

The framework tries every route, twice for routers within routers; with a hundred routes that costs more than the rest of
a short request. Whatever the tree does not hold (unknown paths, other methods, paths with wildcards) goes the
framework's own way, which also knows what to answer then.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.convertors import StringConvertor
from starlette.types import ASGIApp, Receive, Scope, Send


@dataclass
class _Node:
    literals: dict[str, _Node] = field(default_factory=dict)
    parameter: _Node | None = None
    route: _Route | None = None


@dataclass(frozen=True)
class _Route:
    original: APIRoute
    context: Any  # what the framework knows of the route as it was included
    names: tuple[str, ...]  # of its parameters, in order
    app: ASGIApp


class Dispatcher:
    """Takes the place of the application's router, once all routes are there."""

    def __init__(self, app: FastAPI) -> None:
        self._router = app.router
        self._rest = app.router.middleware_stack
        self._trees: dict[str, _Node] = {}
        for context in iter_route_contexts(app.routes):
            self._add(context)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and (tree := self._trees.get(scope["method"])) is not None:
            values: list[str] = []
            route = (
                _find(tree, scope["path"].split("/")[1:], 0, values) if not scope.get("root_path") else None
            )
            if route is not None:
                scope["router"] = self._router
                scope["route"] = route.original
                scope["endpoint"] = route.original.endpoint
                scope["path_params"] = dict(zip(route.names, values, strict=True))
                scope.setdefault("fastapi", {})["effective_route_context"] = route.context
                await route.app(scope, receive, send)
                return
        await self._rest(scope, receive, send)

    def _add(self, found: Any) -> None:
        original = found.original_route
        context = found._route_context
        known = context if context is not None else original
        if not isinstance(original, APIRoute):
            return
        if any(type(convertor) is not StringConvertor for convertor in known.param_convertors.values()):
            return
        segments = known.path_format.split("/")[1:]
        if any("{" in segment and not (segment[0] == "{" and segment[-1] == "}") for segment in segments):
            return  # a parameter that is a part of its segment only
        names = tuple(segment[1:-1] for segment in segments if segment.startswith("{"))
        for method in known.methods or ():
            node = self._trees.setdefault(method, _Node())
            for segment in segments:
                if segment.startswith("{"):
                    node.parameter = node.parameter or _Node()
                    node = node.parameter
                else:
                    node = node.literals.setdefault(segment, _Node())
            if node.route is None:  # as the framework does it: the first one wins
                node.route = _Route(original, context, names, known.app)


def _find(node: _Node, segments: list[str], place: int, values: list[str]) -> _Route | None:
    if place == len(segments):
        return node.route
    segment = segments[place]
    literal = node.literals.get(segment)
    if literal is not None and (route := _find(literal, segments, place + 1, values)) is not None:
        return route
    if node.parameter is not None and segment:
        values.append(segment)
        if (route := _find(node.parameter, segments, place + 1, values)) is not None:
            return route
        values.pop()
    return None


def install(app: FastAPI) -> None:
    """Make an application find its routes this way; call it when all routes have been added."""
    app.router.middleware_stack = Dispatcher(app)
