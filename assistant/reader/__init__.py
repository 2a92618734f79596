"""The reader: a small cross-encoder that says which sentences of a window answer a question."""
