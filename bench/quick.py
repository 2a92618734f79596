"""An embedder that costs nothing, for measuring everything else: each word has its direction.

python -m bench.quick CORPUS INDEX    # a sync with it
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from corpus.library import open_library
from index.store import Store
from index.sync import sync

if TYPE_CHECKING:
    from index.embed import Vectors


class QuickEmbedder:
    """Texts that share words are near each other; as many dimensions as the real model has."""

    name = "quick"
    fingerprint = "quick-384"
    dimension = 384
    window = 256

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (texts, 384), each row of length 1."""
        import numpy as np

        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().split() or [""]:
                row += _direction(word)
            row /= np.linalg.norm(row)
        return rows

    def count_tokens(self, text: str) -> int:
        """Words of the text."""
        return len(text.split())


@cache
def _direction(word: str) -> Vectors:
    import numpy as np

    dice = np.random.default_rng(crc32(word.encode()))
    return dice.normal(size=QuickEmbedder.dimension).astype(np.float32)


def main(corpus: Path, index: Path) -> None:
    """Sync the index with the corpus."""
    with closing(Store(index, create=True)) as store:
        sync(open_library(corpus), store, QuickEmbedder())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
