"""Written mode: passages to the model, its sentences checked, and an answer of what stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.compose import compose
from assistant.question import Question
from assistant.types import NOT_FOUND, Answer, Checked, Citation, Statement, Trace
from assistant.verify import keep_supported
from assistant.written.checks.tokens import holds, stems
from assistant.written.client import Client, Message, open_client, wrap
from assistant.written.condense import condense
from assistant.written.likeness import Likeness
from assistant.written.passages import Source, choose_passages, count_tokens
from assistant.written.prompt import hash_prompt, write_prompt
from assistant.written.reply import Claim, Reply, Watch, ask_model
from assistant.written.settings import ModelSettings
from assistant.written.support import Checker
from corpus.bodies import Body
from corpus.errors import InputError

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

    from assistant.draft import Draft
    from index.embed import Embedder
    from index.lookup import Lookup

_MARGIN = 120
"""Tokens left free: a server's own template, and a tokenizer that counts otherwise."""

_A_PART = "a part of the question"
"""What is missing, where the model does not say it in the question's words."""


class Writer:
    """Writes answers with one language model. Threads may share it."""

    def __init__(
        self, client: Client, lookup: Lookup, checker: Checker, settings: ModelSettings
    ) -> None:
        self.client = client
        self._lookup = lookup
        self._checker = checker
        self._settings = settings

    def close(self) -> None:
        """Close the connections to the model."""
        self.client.close()

    def condense(self, question: str, history: Sequence[str]) -> str | None:
        """A follow-up as a question that stands alone; None when the model does not give one."""
        return condense(self.client, question, history)

    def write(
        self, question: Question, draft: Draft, quoted: Answer, watch: Watch | None = None
    ) -> Answer:
        """The written answer, or the quoted one with a note why.

        What lists documents or the register, and what is off the record's subject, is not put to a
        model.

        Args:
            question: what is asked.
            draft: what quotes mode makes of it.
            quoted: the answer of quotes mode.
            watch: called with each statement as it is checked; with one sample only.
        """
        from assistant.written.events import observed

        listed = question.asked == "holdings" or draft.preface
        if listed or (not draft.quotes and not draft.confidence):
            return quoted
        messages, sources = self._prompt(question, draft)
        if not sources:
            return quoted
        return observed(
            question.text,
            [source.passage for source in sources],
            lambda: self._write(question, quoted, messages, sources, watch),
        )

    def _prompt(self, question: Question, draft: Draft) -> tuple[list[Message], tuple[Source, ...]]:
        fixed = sum(count_tokens(message.text) for message in write_prompt(question.text, ()))
        budget = self._settings.llm_context - self._settings.llm_reply - fixed - _MARGIN
        sources = choose_passages(self._lookup, draft.hits, draft.quotes, budget)
        return write_prompt(question.text, sources), sources

    def _write(
        self,
        question: Question,
        quoted: Answer,
        messages: Sequence[Message],
        sources: Sequence[Source],
        watch: Watch | None,
    ) -> Answer:
        replies: list[Reply] = []
        for _ in range(self._settings.samples):
            alone = watch if self._settings.samples == 1 else None
            replies.append(ask_model(self.client, messages, sources, self._checker, alone))
            if replies[-1].fault is not None:  # another attempt would meet the same
                break
        sound = [reply for reply in replies if reply.fault is None]
        best = max(sound, key=lambda reply: reply.rank) if sound else replies[-1]
        trace = self._trace(messages, sources, replies, best)
        return replace(self._conclude(question, quoted, best), trace=trace)

    def _conclude(self, question: Question, quoted: Answer, reply: Reply) -> Answer:
        """The answer that the best reply makes; the quoted one where it makes none."""
        if reply.fault is not None:
            line = str(reply.fault)
            return _quote_instead(quoted, f"{line[0].upper()}{line[1:]}.")
        if reply.refuses:
            return replace(
                quoted,
                outcome="not_found",
                text=NOT_FOUND,
                mode="written",
                statements=(),
                citations=(),
                missing=(),
            )
        if not reply.holds:
            return _quote_instead(
                quoted, "Little of what the language model wrote is borne out by the record."
            )
        statements, citations = keep_supported(*_cite(reply.claims), self._lookup.text)
        if not statements:
            return _quote_instead(quoted, "The passages cited are no longer in the record.")
        missing = dict.fromkeys(_name_missing(one, question) for one in reply.missing)
        notes = (*_account_for(reply.checked), *([_CUT] if reply.cut else []))
        written = replace(quoted, mode="written", notes=notes)
        return compose(written, statements, citations, tuple(missing))

    def _trace(
        self,
        messages: Sequence[Message],
        sources: Sequence[Source],
        replies: Sequence[Reply],
        best: Reply,
    ) -> Trace:
        key = self._settings.key()

        def hide(text: str) -> str:
            return text.replace(key, "…") if key else text  # a server could send the key back

        return Trace(
            model=self.client.name,
            prompt_hash=hash_prompt(messages),
            prompt=tuple((message.role, message.text) for message in messages),
            passages=tuple(source.passage.id for source in sources),
            replies=tuple(hide(reply.raw) for reply in replies),
            checked=tuple(
                replace(one, said=hide(one.said), why=tuple(map(hide, one.why)))
                for one in best.checked
            ),
            prompt_tokens=sum(reply.prompt_tokens for reply in replies),
            reply_tokens=sum(reply.reply_tokens for reply in replies),
            counted=all(reply.counted for reply in replies),
            first_seconds=replies[0].first_seconds,
            reply_seconds=sum(reply.seconds for reply in replies),
            check_seconds=sum(reply.check_seconds for reply in replies),
            fault=None if best.fault is None else str(best.fault),
        )


def open_writer(
    settings: ModelSettings,
    lookup: Lookup,
    embedder: Embedder,
    bodies: tuple[Body, ...],
    llm: LLM | None = None,
) -> Writer | None:
    """The writer that the settings ask for; None where answers are to be quotes.

    Args:
        settings: with the address of an endpoint, unless `llm` is given.
        lookup: of the index.
        embedder: of the index.
        bodies: organisations known to the record.
        llm: any llama-index model, in place of the endpoint.
    """
    if settings.mode == "quotes" or (
        settings.mode is None and llm is None and not settings.llm_url
    ):
        return None
    if llm is None and not settings.llm_url:
        raise InputError(
            "written answers need a language model; give --llm-url URL, or leave out --mode"
        )
    entailment = None
    if settings.entailment is not None:
        from assistant.written.entailment import Entailment

        entailment = Entailment(settings.entailment)
    client = open_client(settings) if llm is None else wrap(llm, settings)
    checker = Checker(bodies=bodies, likeness=Likeness(embedder), entailment=entailment)
    return Writer(client, lookup, checker, settings)


_CUT = "The language model's answer was cut at the length allowed (--llm-reply)."


def _quote_instead(quoted: Answer, reason: str) -> Answer:
    return replace(quoted, notes=(f"{reason} The record is quoted instead.",))


def _cite(claims: Sequence[Claim]) -> tuple[list[Statement], list[Citation]]:
    """Statements and citations of the claims; equal quotes share a number."""
    citations: dict[tuple[str, int, int], Citation] = {}
    statements: dict[str, Statement] = {}
    for claim in claims:
        numbers = []
        for support in claim.supports:
            source = support.source
            place = (source.metadata.id, support.start, support.end)
            citation = citations.setdefault(
                place,
                Citation(
                    number=len(citations) + 1,
                    metadata=source.metadata,
                    passage=source.passage.id,
                    locator=source.passage.locator,
                    quote=support.quote,
                    start=support.start,
                    end=support.end,
                ),
            )
            numbers.append(citation.number)
        statements.setdefault(claim.text, Statement(text=claim.text, citations=tuple(numbers)))
    return list(statements.values()), list(citations.values())


def _account_for(checked: Sequence[Checked]) -> list[str]:
    """What the user should know of statements that were not kept as they were."""

    def count(fate: str, one: str, many: str) -> list[str]:
        number = sum(c.fate == fate for c in checked)
        return [one if number == 1 else many.format(number)] if number else []

    model = "of the language model's statements"
    return [
        *count(
            "removed",
            f"One {model} is not borne out by the record and is left out.",
            f"{{}} {model} are not borne out by the record and are left out.",
        ),
        *count(
            "replaced",
            f"One {model} is not borne out as worded; the record's own words stand in its place.",
            f"{{}} {model} are not borne out as worded; the record's own words stand in their "
            "place.",
        ),
        *count(
            "recited",
            f"One {model} cited the wrong place; the right one is cited.",
            f"{{}} {model} cited the wrong places; the right ones are cited.",
        ),
    ]


def _name_missing(said: str, question: Question) -> str:
    """What is missing, as the model says it, if it says it in the question's words."""
    asked = frozenset(stems(question.text))
    named = stems(said)
    return said if named and all(holds(word, asked) for word in named) else _A_PART
