"""llama-index's starter over a folder of files, in a process of its own: what a user would write.

    python -m bench.starter DIR [NAME_OR_PATH]

Its reader, its splitter, its vector index and their defaults, over the same embedding model as
ours, which sentence-transformers runs, as it does for the starter's users. PDFs are read page by
page with pypdf, as its own PDF reader does, which asks for an older pypdf than can be installed
beside ours. Prints how many nodes the index has.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from eval.baselines import wrap
from index.embed import SHIPPED, LibraryEmbedder


def main(folder: Path, embedder: str | None) -> None:
    """Read the folder, index it, and keep the index in memory."""
    from llama_index.core import Document, SimpleDirectoryReader, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.core.readers.base import BaseReader
    from pypdf import PdfReader

    class PagesReader(BaseReader):
        def load_data(
            self, file: Path, extra_info: dict[str, Any] | None = None, **_: Any
        ) -> list[Document]:
            return [
                Document(text=page.extract_text(), metadata=dict(extra_info or {}))
                for page in PdfReader(file).pages
            ]

    read = SimpleDirectoryReader(
        str(folder), recursive=True, file_extractor={".pdf": PagesReader()}
    ).load_data()
    index = VectorStoreIndex.from_documents(
        read,
        transformations=[SentenceSplitter()],
        embed_model=wrap(LibraryEmbedder(embedder or str(SHIPPED))),
    )
    print(len(index.index_struct.nodes_dict))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
