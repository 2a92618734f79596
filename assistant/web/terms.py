"""Short forms explained where they stand: what they mean, and which document says so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assistant.web.markup import text
from assistant.wording import date_in_words
from corpus.types import Metadata, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a short form stands for, and where a document defines it."""

    term: Term
    metadata: Metadata  # of the document


@dataclass(frozen=True, kw_only=True)
class Glossary:
    """Every meaning that the record gives, in its order."""

    meanings: Sequence[Meaning] = ()
    _first: dict[str, Meaning] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        for meaning in self.meanings:
            self._first.setdefault(meaning.term.acronym, meaning)

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        # "the Committee" is a short form too, but one that every reader understands.
        forms = [form for form in self._first if sum(map(str.isupper, form)) > 1]
        forms.sort(key=len, reverse=True)
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, forms))})\b") if forms else None

    def explain(self, words: str, seen: set[str]) -> str:
        """`words` as markup, each short form that is not `seen` yet as a button that explains it.

        Only the first of each is one: twenty stops of the Tab key on one acronym help nobody.
        """
        if self._pattern is None:
            return text(words)
        parts, at = [], 0
        for match in self._pattern.finditer(words):
            if match[0] in seen:
                continue
            seen.add(match[0])
            parts += [text(words[at : match.start()]), _button(self._first[match[0]])]
            at = match.end()
        return "".join((*parts, text(words[at:])))


def make_glossary(terms: Sequence[tuple[str, Term]], documents: Mapping[str, Metadata]) -> Glossary:
    """The glossary of a record: its terms with the documents that they are defined in."""
    return Glossary(
        meanings=tuple(
            Meaning(term=term, metadata=documents[id]) for id, term in terms if id in documents
        )
    )


def _button(meaning: Meaning) -> str:
    term, metadata = meaning.term, meaning.metadata
    source = f"{metadata.title}, {date_in_words(metadata.date)}"
    return (
        f'<button type="button" class="term" data-do="open" data-document="{text(metadata.id)}" '
        f'data-start="{term.start}" data-end="{term.end}" data-means="{text(term.expansion)}" '
        f'data-from="{text(source)}">{text(term.acronym)}</button>'
    )
