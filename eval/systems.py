"""Opening what is evaluated: the assistant, and the baselines beside it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from eval.documents import Folder
from eval.errors import RunError
from eval.store import OURS
from eval.types import Answerer, Library, PairSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Systems:
    """What a set is put to, and what made ours."""

    answerers: Mapping[str, Answerer]  # by name; OURS first
    fingerprint: Mapping[str, str]
    settings: Mapping[str, Any]  # as JSON has it, keys left out


def opener(options: argparse.Namespace) -> Callable[[PairSet, Folder, Sequence[str]], Systems]:
    """What opens a set's systems, answering as the options say: quotes unless they ask else."""
    return partial(open_shipped, options=options)


def open_shipped(
    one: PairSet,
    library: Folder,
    baselines: Sequence[str],
    options: argparse.Namespace | None = None,
) -> Systems:
    """The assistant over the set's documents, and the baselines that were asked for.

    The options say which language model writes, and how; without `--mode written` none does. The
    index is brought up to the folder first: an old one would be scored against new texts.
    """
    from assistant.answering import Assistant
    from assistant.settings import Settings
    from index.sync import sync_corpus

    given = argparse.Namespace(**vars(options or argparse.Namespace()))
    given.mode = getattr(given, "mode", None) or "quotes"
    settings = Settings.from_options(given, corpus=one.corpus, index=one.index)
    sync_corpus(settings)
    ours = Assistant.open(settings)
    check_same_passages(library, ours, settings.index_folder)
    answerers: dict[str, Answerer] = {OURS: ours}
    for name in baselines:
        answerers[name] = _open_baseline(name, library, settings.embedder)
    stated = settings.model_dump(mode="json")
    return Systems(
        answerers=answerers,
        fingerprint=dict(ours.fingerprint),
        settings={key: value for key, value in stated.items() if "key" not in key},
    )


def check_same_passages(library: Library, indexed: Library, index: Path) -> None:
    """Raise `RunError` unless the index holds the documents as they are read today.

    A sync takes up files that changed, not rules of reading that did: answers from passages of
    old rules would be held against passages of new ones.
    """
    old = []
    for known in library.documents():
        try:
            there = indexed.document(known.id)
        except KeyError:
            old.append(known.id)
            continue
        here = library.document(known.id)
        if (here.text, here.passages) != (there.text, there.passages):
            old.append(known.id)
    if old:
        raise RunError(
            f"{index}: holds {', '.join(old[:3])}{' and others' if len(old) > 3 else ''} as read "
            "by other rules than today's; delete this folder and run again"
        )


def open_plain(
    corpus: Path, index: Path | None, baselines: Sequence[str] = ()
) -> dict[str, Answerer]:
    """The assistant and baselines over a folder, by name, for the public sets."""
    from assistant.answering import Assistant
    from assistant.settings import Settings
    from index.sync import sync_corpus

    settings = Settings(corpus=corpus, index=index)
    sync_corpus(settings)
    answerers: dict[str, Answerer] = {OURS: Assistant.open(settings)}
    for name in baselines:
        answerers[name] = _open_baseline(name, Folder(corpus), settings.embedder)
    return answerers


def _open_baseline(name: str, library: Folder, embedder: str | None) -> Answerer:
    from eval.baselines import Bm25, LlamaIndexStarter

    if name == "bm25":
        return Bm25(library)
    from index.embed import open_embedder

    return LlamaIndexStarter(library, open_embedder(embedder))
