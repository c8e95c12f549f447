"""The address of a GraphQL service, and one way to ask it (GraphQL over HTTP, draft specification)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode, urljoin

import msgspec

from securestack.net.errors import NetError
from securestack.net.message import Exchange, Response
from securestack.probing.actors.tokens import read_json
from securestack.probing.check import Sender
from securestack.probing.insertion import Body, Field, FormBody, JsonBody, RequestTemplate

USUAL_PATHS = (
    "/graphql",
    "/api/graphql",
    "/v1/graphql",
    "/graphql/v1",
    "/api/v1/graphql",
    "/query",
    "/gql",
    "/graphql/query",
    "/api",
)
_PROBE = "query { __typename }"


class GraphqlAnswer(msgspec.Struct, frozen=True):
    """The answer to one operation: what came (None where nothing did) and the messages of its errors."""

    data: Any = None
    messages: tuple[str, ...] = ()
    errors: tuple[Any, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether there is data and no error."""
        return self.data is not None and not self.errors


def read_answer(response: Response) -> GraphqlAnswer | None:
    """Return what an answer says in GraphQL's form, None where it has another."""
    return answer_of(read_json(response))


def answer_of(document: Any) -> GraphqlAnswer | None:
    """Return the answer that a JSON value is, None where it is none."""
    if not isinstance(document, dict) or not ({"data", "errors"} & document.keys()):
        return None
    errors = document.get("errors") or []
    if not isinstance(errors, list):
        return None
    messages = tuple(
        str(error.get("message", "")) if isinstance(error, dict) else str(error) for error in errors
    )
    return GraphqlAnswer(document.get("data"), messages, tuple(errors))


class Endpoint(msgspec.Struct, frozen=True):
    """Where a service is asked. `sender` is whoever asks when nobody else is named."""

    url: str
    sender: Sender

    async def ask(
        self,
        document: str,
        variables: Mapping[str, Any] | None = None,
        *,
        sender: Sender | None = None,
        operation_name: str = "",
        timeout: float | None = None,
    ) -> Exchange:
        """Send an operation as JSON. `timeout` is in seconds. Raises NetError, BudgetExhausted or SessionLost."""
        template = self.template(document, variables, operation_name)
        return await (sender or self.sender).send(template.build(), timeout=timeout)

    def template(
        self, document: str, variables: Mapping[str, Any] | None = None, operation_name: str = ""
    ) -> RequestTemplate:
        """Return the request that asks an operation; its variables are insertion points."""
        body: dict[str, Any] = {"query": document}
        if variables:
            body["variables"] = dict(variables)
        if operation_name:
            body["operationName"] = operation_name
        return self.posted(JsonBody(body))

    def posted(self, body: Body) -> RequestTemplate:
        """Return a request with this body."""
        accept = (Field("Accept", "application/json"),)
        template = RequestTemplate.from_url(self.url, "POST", body)
        return msgspec.structs.replace(template, headers=accept)

    def batch(self, documents: Iterable[str]) -> RequestTemplate:
        """Return one request with several operations."""
        return self.posted(JsonBody([{"query": document} for document in documents]))

    def form(self, document: str) -> RequestTemplate:
        """Return a request as the form of any web page could send it."""
        return self.posted(FormBody((Field("query", document),)))

    def got(self, document: str) -> RequestTemplate:
        """Return a request as any link could send it."""
        return RequestTemplate.from_url(f"{self.url}?{urlencode({'query': document})}")


async def is_graphql(endpoint: Endpoint) -> bool:
    """Whether a service behind an address answers GraphQL. Raises NetError and BudgetExhausted."""
    answer = read_answer((await endpoint.ask(_PROBE)).response)
    if answer is None:
        return False
    if isinstance(answer.data, dict) and isinstance(answer.data.get("__typename"), str):
        return True
    return any("query" in message.lower() or "graphql" in message.lower() for message in answer.messages)


async def find_endpoint(url: str, sender: Sender) -> Endpoint | None:
    """Return the service at an address, or at one of the usual paths of its host; None where there is none.

    Raises BudgetExhausted, and NetError when even the first address gives no answer.
    """
    first = Endpoint(url, sender)
    if await is_graphql(first):
        return first
    for path in USUAL_PATHS:
        endpoint = Endpoint(urljoin(url, path), sender)
        try:
            if endpoint.url != url and await is_graphql(endpoint):
                return endpoint
        except NetError:
            continue
    return None
