"""Blocks settled by what stands around them: titles promoted, lists of names demoted."""

from __future__ import annotations

from dataclasses import replace

from corpus.structure.pieces import Block
from corpus.structure.titles import ends_sentence, is_title

_SHORT = 60  # characters of a numbered title that no deeper number proves
_LIST_OF_NAMES = 3
"""This many unmarked headings in a row, with nothing under them, are a list and no headings."""


def settle_blocks(blocks: list[Block], text: str) -> list[Block]:
    """The same blocks, each of the kind that its neighbours show it to be."""
    trimmed = [_trim(block, text) for block in blocks]
    promoted = [_promote(block, trimmed, index, text) for index, block in enumerate(trimmed)]
    return _demote(promoted)


def _trim(block: Block, text: str) -> Block:
    """The block without bold marks at its ends that open or close nothing in it."""
    words = text[block.start : block.end]
    for mark in ("**", "__"):
        if words.count(mark) % 2 == 0:
            continue
        if words.endswith(mark) and (bare := words.removesuffix(mark).rstrip()):
            return replace(block, end=block.start + len(bare))
        if words.startswith(mark) and (bare := words.removeprefix(mark).lstrip()):
            return replace(block, start=block.end - len(bare))
    return block


def _promote(block: Block, blocks: list[Block], index: int, text: str) -> Block:
    """A numbered title over its own paragraphs ("5. Winter plan") is a heading."""
    words = text[block.start : block.end]
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    if block.kind != "number" or following is None or not words[0].isupper():
        return block
    deeper = following.kind == "number" and following.marker.startswith(f"{block.marker}.")
    if deeper and is_title(words):
        return replace(block, kind="heading", level=1 + len(block.marker.split(".")))
    if following.kind not in ("prose", "row") or len(words) > _SHORT or ends_sentence(words):
        return block
    before = blocks[index - 1] if index else None
    if (
        before is not None
        and before.kind == "number"
        and before.marker.isdigit()
        and (block.marker == str(int(before.marker) + 1) and not words.isupper())
    ):  # the last item of a list
        return block
    return replace(block, kind="heading", level=1 + len(block.marker.split(".")))


def _demote(blocks: list[Block]) -> list[Block]:
    """Headings by their looks alone that stand over nothing, as names in a list do, are prose."""
    kept = list(blocks)
    run: list[int] = []
    for index, block in enumerate((*blocks, None)):
        guessed = block is not None and block.kind == "heading" and block.guessed
        if guessed and block and (not run or block.level == blocks[run[-1]].level):
            run.append(index)
            continue
        if len(run) >= _LIST_OF_NAMES:
            for place in run[:-1]:
                kept[place] = replace(blocks[place], kind="prose", level=0, marker="")
        run = [index] if guessed else []
    return kept
