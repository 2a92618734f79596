-- The catalogue: the truth about what is indexed. Chroma is derived from it.
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);

CREATE TABLE IF NOT EXISTS documents (
    id TEXT PRIMARY KEY,
    position INTEGER NOT NULL,       -- order in the corpus
    state TEXT NOT NULL CHECK (state IN ('pending', 'ready')),
    digest TEXT NOT NULL,            -- of file, metadata and rules: equal means nothing to do
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    metadata TEXT NOT NULL,          -- JSON of corpus.types.Metadata
    notes TEXT NOT NULL,             -- JSON list of what a user should know of how it was read
    recognised TEXT NOT NULL,        -- JSON: page read by OCR -> mean confidence, 0 to 1
    text TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS passages (
    number INTEGER PRIMARY KEY,      -- rowid of its full text
    id TEXT NOT NULL UNIQUE,
    document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    locator TEXT NOT NULL,           -- JSON of corpus.types.Locator
    parent TEXT,
    header TEXT,
    speaker TEXT
);
CREATE INDEX IF NOT EXISTS passages_document ON passages (document, position);

CREATE TABLE IF NOT EXISTS chunks (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    passages TEXT NOT NULL,          -- JSON list of passage ids
    text TEXT NOT NULL,
    digest TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS chunks_document ON chunks (document);
CREATE INDEX IF NOT EXISTS chunks_digest ON chunks (digest);

CREATE TABLE IF NOT EXISTS sentences (
    document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    passage TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    PRIMARY KEY (passage, start)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS sentences_document ON sentences (document);

CREATE TABLE IF NOT EXISTS terms (
    document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    acronym TEXT NOT NULL,
    expansion TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS terms_document ON terms (document);

CREATE TABLE IF NOT EXISTS commitments (
    id TEXT PRIMARY KEY,             -- "DOCUMENT!0003"
    document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    firmness TEXT NOT NULL,
    who TEXT,
    what TEXT NOT NULL,
    "to" TEXT,
    due TEXT,                        -- JSON of corpus.types.Due
    condition TEXT,
    status TEXT,
    passage TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS commitments_document ON commitments (document);

CREATE TABLE IF NOT EXISTS unread (
    name TEXT PRIMARY KEY,           -- of the file, relative to the corpus folder
    digest TEXT NOT NULL,            -- of file and rules: equal means not worth another try
    reason TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS duplicates (
    name TEXT PRIMARY KEY,           -- of a file that is not indexed for its own sake
    original TEXT NOT NULL           -- name of the file with the same bytes
);

-- BM25 without a second service. A row's rowid is its passage's number.
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (
    own, context,
    tokenize = "porter unicode61 remove_diacritics 2"
);
