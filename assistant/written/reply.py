"""One reply of the model, checked statement by statement while it streams."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from assistant.antecedents import name_antecedent
from assistant.quotes import Quote, tidy
from assistant.types import Checked
from assistant.written.client import Client, Message
from assistant.written.faults import ModelFault
from assistant.written.parser import Parser, Said
from assistant.written.passages import Source, count_tokens
from assistant.written.support import Checker, Support

ENOUGH = 0.5
"""Share of a reply's statements that must survive; with fewer the record is quoted."""

_HALF = 0.5
"""What a statement counts for that the record's own words replace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A statement that goes out, with the words that bear it out."""

    text: str
    supports: tuple[Support, ...]


Watch = Callable[[Claim], None]
"""Called with each statement once it is checked, while the reply still comes."""


@dataclass(slots=True, kw_only=True)
class Reply:
    """What came of one reply; filled while it streams."""

    raw: str = ""
    claims: list[Claim] = field(default_factory=list)
    checked: list[Checked] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)  # "" where all is said to be missing
    cut: bool = False  # it had reached the length that was allowed
    fault: ModelFault | None = None
    prompt_tokens: int = 0
    reply_tokens: int = 0
    counted: bool = False
    first_seconds: float | None = None
    seconds: float = 0.0
    check_seconds: float = 0.0

    @property
    def borne_out(self) -> float:
        """The share of its statements that survive, 0 when none does as it is."""
        fates = [one.fate for one in self.checked]
        stood = fates.count("kept") + fates.count("recited")
        return (stood + _HALF * fates.count("replaced")) / len(fates) if stood else 0.0

    @property
    def holds(self) -> bool:
        """Whether enough of it survives to be shown."""
        return self.borne_out >= ENOUGH

    @property
    def refuses(self) -> bool:
        """Whether it says, and says only, that the record does not say."""
        return bool(self.missing) and not self.checked

    @property
    def rank(self) -> tuple[bool, float, int]:
        """What makes it better than another: an answer, borne out, and saying more."""
        return self.holds or self.refuses, self.borne_out, len(self.claims)


def ask_model(
    client: Client,
    messages: Sequence[Message],
    sources: Sequence[Source],
    checker: Checker,
    watch: Watch | None = None,
) -> Reply:
    """The model's reply to the messages, each statement checked against the sources.

    A fault does not raise: the reply holds it, and what came before.
    """
    reply = Reply(prompt_tokens=sum(count_tokens(message.text) for message in messages))
    parser = Parser(len(sources))
    started = time.perf_counter()

    def take(found: Iterator[Said]) -> None:
        checking = time.perf_counter()
        for said in found:
            before = len(reply.claims)
            _judge(reply, said, sources, checker)
            if watch is not None and len(reply.claims) > before:
                watch(reply.claims[-1])
        reply.check_seconds += time.perf_counter() - checking

    try:
        for piece in client.stream(messages):
            if reply.first_seconds is None:
                reply.first_seconds = time.perf_counter() - started
            reply.raw += piece.text
            reply.cut = reply.cut or piece.ending == "length"
            if piece.prompt_tokens is not None and piece.reply_tokens is not None:
                reply.prompt_tokens, reply.reply_tokens = piece.prompt_tokens, piece.reply_tokens
                reply.counted = True
            take(parser.feed(piece.text))
        if reply.cut:
            parser.drop()
        take(parser.close())
    except ModelFault as fault:
        reply.fault = fault
    if not reply.counted:
        reply.reply_tokens = count_tokens(reply.raw)
    reply.seconds = time.perf_counter() - started
    return reply


def _judge(reply: Reply, said: Said, sources: Sequence[Source], checker: Checker) -> None:
    """Keep the statement, put right what it cites, put the record's words in its place, or drop it.

    A statement that cites nothing, or the wrong passage, is held against all that were offered.
    """
    if said.missing is not None:
        reply.missing.append(said.missing)
        return
    cited = [sources[number - 1] for number in said.numbers]
    why = [f"[{number}] was never offered" for number in said.unknown]
    if not cited and not why:
        why = ["cites nothing"]
    verdict = checker.check(said.text, cited)
    if verdict.supports and not why:
        reply.checked.append(Checked(said=said.text, fate="kept"))
        reply.claims.append(Claim(text=said.text, supports=verdict.supports))
        return
    if not verdict.supports:
        why += verdict.faults if cited else ()
        others = [source for source in sources if source not in cited]
        elsewhere = checker.check(said.text, others)
        verdict = elsewhere if elsewhere.supports or verdict.nearest is None else verdict
    if verdict.supports:
        reply.checked.append(Checked(said=said.text, fate="recited", why=tuple(why)))
        reply.claims.append(Claim(text=said.text, supports=verdict.supports))
        return
    nearest = verdict.nearest
    if nearest is None or not cited or any(nearest in claim.supports for claim in reply.claims):
        reply.checked.append(Checked(said=said.text, fate="removed", why=tuple(why)))
        return
    reply.checked.append(Checked(said=said.text, fate="replaced", why=tuple(why)))
    reply.claims.append(Claim(text=_own_words(nearest, checker), supports=(nearest,)))


def _own_words(support: Support, checker: Checker) -> str:
    """The quote as quotes mode would state it."""
    source = support.source
    quote = Quote(
        metadata=source.metadata, passage=source.passage, start=support.start, end=support.end
    )
    before = source.passage.text[: support.start - source.passage.start]
    return name_antecedent(tidy(quote), before, source.metadata, checker.bodies)
