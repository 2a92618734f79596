"""The documents of a set, read from their folder with no index and no model."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from corpus.types import Document, Metadata


class Folder:
    """A corpus folder read whole: a `Library`, and the documents in order."""

    def __init__(self, folder: Path) -> None:
        """Read it; `UserError` when the folder or its manifest cannot be read.

        A file that cannot be read is left out, as a sync leaves it out, and named in `unread`.
        """
        from corpus.errors import ReadingError
        from corpus.library import open_library

        library = open_library(folder)
        self.folder = folder
        self.unread: list[str] = []  # one line a file
        self._documents: dict[str, Document] = {}
        for source in library.sources:
            try:
                self._documents[source.id] = library.read(source)
            except ReadingError as error:
                self.unread.append(str(error))

    def document(self, id: str) -> Document:
        """The document; KeyError when there is none of that id."""
        return self._documents[id]

    def documents(self) -> Sequence[Metadata]:
        """What is known of every document, by id."""
        return [self._documents[id].metadata for id in sorted(self._documents)]

    @property
    def digest(self) -> str:
        """Sha256 over the documents as they are read: ids, files, texts, passages with locators.

        Two folders with the same one hold the same documents, read by the same rules.
        """
        whole = hashlib.sha256()
        for id in sorted(self._documents):
            document = self._documents[id]
            whole.update(repr((id, document.sha256, document.text, document.passages)).encode())
        return whole.hexdigest()
