"""The record as tools of other assistants, by the Model Context Protocol: only importer of mcp."""

from __future__ import annotations

from typing import Any

from mcp.server.fastmcp import FastMCP
from mcp.server.transport_security import TransportSecuritySettings

from assistant.web.api import Api
from assistant.web.desk import Desk

_ABOUT = (
    "The record of public bodies: minutes, reports, letters. Every statement of an answer carries "
    "a citation with the verbatim quote. When the outcome is not_found, the record does not say: "
    "do not fill the gap."
)


def make_tools(desk: Desk) -> FastMCP:
    """The tools `ask`, `search`, `commitments`, `document` and `documents`, served over HTTP.

    Requests of other sites' pages are refused by the gate, for the page as for the tools, so the
    check of host names, which a proxy's name would fail, is off.
    """
    api = Api(desk)
    server = FastMCP(
        "record",
        instructions=_ABOUT,
        stateless_http=True,
        json_response=True,
        streamable_http_path="/",
        log_level="WARNING",
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )

    @server.tool()
    def ask(
        question: str, body: str = "", since: str = "", until: str = "", kind: str = ""
    ) -> dict[str, Any]:
        """Answer a question from the record, each statement with its citation and quote.

        Args:
            question: in plain words, standing by itself.
            body: name of the publisher whose documents are read; empty for all.
            since: 2014, 2014-12 or 2014-12-12; empty for any.
            until: the same.
            kind: minutes, report, letter, strategy ...; empty for all.
        """
        return api.ask(question, body=body, since=since, until=until, kind=kind)

    @server.tool()
    def search(
        query: str,
        limit: int = 10,
        body: str = "",
        since: str = "",
        until: str = "",
        kind: str = "",
    ) -> list[dict[str, Any]]:
        """Find the passages nearest to a query, best first, verbatim with their place."""
        return api.search(query, limit, body, since, until, kind)

    @server.tool()
    def commitments(
        body: str = "",
        since: str = "",
        until: str = "",
        kind: str = "",
        firmness: str = "",
        due_since: str = "",
        due_until: str = "",
        words: str = "",
        start: int = 0,
    ) -> dict[str, Any]:
        """List who undertook, agreed or was asked to do what, by when, and what came of it.

        Complete: `total` says how many there are, and `next` with which `start` to go on.

        Args:
            body: whose commitments; empty for all.
            since: date of the record that holds it: 2014, 2014-12 or 2014-12-12; empty for any.
            until: the same.
            kind: of document: minutes, report ...; empty for all.
            firmness: resolved, agreed, undertaken, requested, recommended, proposed or considered.
            due_since: the day by which it is to be done, from then on.
            due_until: the same, up to then.
            words: that all stand in it.
            start: how many to leave out.
        """
        return api.commitments(
            body, since, until, kind, firmness, due_since, due_until, words, start
        )

    @server.tool()
    def document(id: str, start: int = 0) -> dict[str, Any]:
        """Read a document's text from a character on; `next` says where to go on."""
        return api.document(id, start)

    @server.tool()
    def documents() -> list[dict[str, Any]]:
        """List every document: id, title, publisher, date and kind."""
        return api.documents()

    return server
