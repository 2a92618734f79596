"""Papers made up for measuring: minutes of many meetings, all alike and no two the same."""

from __future__ import annotations

import random
from pathlib import Path

_WHO = ("The Chair", "The Director of Public Health", "Councillor Reed", "The CCG", "The Trust")
_DID = ("reported", "noted", "explained", "asked", "confirmed", "agreed")
_WHAT = (
    "that waiting times had risen at ward {n}",
    "that the contract for clinic {n} would be let by the spring",
    "that £{n},000 of the fund was not yet spent",
    "that a further report be brought in {n} weeks",
    "that patients of practice {n} had been written to",
    "that the target of {n} per cent was missed",
)


def write_papers(folder: Path, *, documents: int, paragraphs: int, seed: int = 0) -> None:
    """Write so many text files of so many numbered paragraphs; equal seeds make equal files."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(documents):
        dice = random.Random(f"{seed}-{number}")
        lines = [f"Fenwick Health Scrutiny Panel {number}", "Minutes of the meeting", ""]
        for paragraph in range(1, paragraphs + 1):
            said = " ".join(
                f"{dice.choice(_WHO)} {dice.choice(_DID)} "
                f"{dice.choice(_WHAT).format(n=dice.randrange(1, 500))}."
                for _ in range(dice.randrange(1, 4))
            )
            lines += [f"{paragraph}. {said}", ""]
        (folder / f"paper-{number:04d}.txt").write_text("\n".join(lines), encoding="utf-8")
