"""Checks of one statement against the words that are to support it, one matter a file."""
