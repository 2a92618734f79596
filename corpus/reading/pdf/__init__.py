"""PDF: what pypdf finds on a page, laid out as a person reads it."""
