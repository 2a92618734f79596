"""What a user should know of how a PDF was read, a sentence each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import mean

from corpus.reading.pdf.page import Laid
from corpus.reading.pdf.types import PageContent

_FEW = 3
"""Letters up to which a hidden piece is a stray mark of the program that wrote the file."""


def note_reading(
    contents: Sequence[PageContent],
    laid: Sequence[Laid],
    *,
    faults: Sequence[str],
    beyond: int,
    recognised: Mapping[int, float],
    unread: Mapping[int, str],
) -> tuple[str, ...]:
    """The notes of one file.

    Args:
        contents: of its pages, in order.
        laid: the same pages.
        faults: what pypdf warned of.
        beyond: pages that were not looked at.
        recognised: pages from 1 that OCR read, with its confidence.
        unread: pages from 0 that could not be read, with the reason.
    """
    return (
        *_damage(contents, faults, beyond),
        *_hidden(laid),
        *_scans(laid, recognised),
        *_unread(unread),
    )


def name_pages(pages: Iterable[int]) -> str:
    """Pages, from 0 in ascending order, as a person writes them: "pages 1-3 and 7"."""
    spans: list[list[int]] = []
    for page in pages:
        if spans and page == spans[-1][1] + 1:
            spans[-1][1] = page
        else:
            spans.append([page, page])
    names = [f"{start + 1}" if start == end else f"{start + 1}-{end + 1}" for start, end in spans]
    joined = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return f"{'page' if joined.isdecimal() else 'pages'} {joined}"


def _damage(contents: Sequence[PageContent], faults: Sequence[str], beyond: int) -> Iterator[str]:
    if faults:
        count = f"{len(faults)} faults" if len(faults) > 1 else "a fault"
        yield f"The file has {count} in its structure; what could be recovered was read."
    for fault in sorted({content.fault for content in contents if content.fault}):
        pages = name_pages(page for page, content in enumerate(contents) if content.fault == fault)
        yield f"The text of {pages} may be incomplete: the page {fault}."
    if beyond:
        yield f"Only the first {len(contents)} pages were read; {beyond} more were not."


def _hidden(laid: Sequence[Laid]) -> Iterator[str]:
    for reason in sorted({reason for page in laid for reason in page.hidden}):
        counts = [page.hidden[reason] for page in laid]
        if sum(counts) > _FEW:
            pages = name_pages(page for page, count in enumerate(counts) if count)
            yield f"Text hidden by {reason} was left out: {sum(counts)} letters on {pages}."


def _scans(laid: Sequence[Laid], recognised: Mapping[int, float]) -> Iterator[str]:
    if layers := [page for page, found in enumerate(laid) if found.layer]:
        yield f"The text of {name_pages(layers)} was laid under a scan by an earlier OCR."
    if recognised:
        pages = name_pages(page - 1 for page in sorted(recognised))
        sure = mean(recognised.values())
        yield f"The text of {pages} was read from a picture by OCR; confidence {sure:.2f}."


def _unread(unread: Mapping[int, str]) -> Iterator[str]:
    for reason in sorted(set(unread.values())):
        pages = name_pages(sorted(page for page in unread if unread[page] == reason))
        yield f"Not read, {pages}: {reason}."
