"""What is known of a document, as the commands print it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from corpus.types import Metadata


def describe(metadata: Metadata) -> list[str]:
    """A line for each field that is known, with where it was learnt."""
    return [
        f"{name}: {getattr(metadata, name)} ({_origin(metadata, name)})"
        for name in metadata.provenance
        if name != "id" and getattr(metadata, name) is not None
    ]


def find_doubts(metadata: Metadata) -> list[str]:
    """A line for each field that is only guessed, and one for those that a citation will lack."""
    lines = [
        f"guessed {name}: {getattr(metadata, name)} ({metadata.provenance.get(name, 'nowhere')})"
        for name, sure in metadata.confidence.items()
        if sure == "guessed" and getattr(metadata, name) is not None
    ]
    lacking = [name for name in ("body", "date") if getattr(metadata, name) is None]
    return lines + ([f"not known: {', '.join(lacking)}"] if lacking else [])


def _origin(metadata: Metadata, name: str) -> str:
    guessed = metadata.confidence.get(name) == "guessed"
    return metadata.provenance[name] + (", guessed" if guessed else "")


def metadata_json(metadata: Metadata) -> dict[str, object]:
    """Every field, under its name, as JSON takes it."""
    values = {field.name: getattr(metadata, field.name) for field in fields(metadata)}
    return {
        name: dict(value) if isinstance(value, Mapping) else value for name, value in values.items()
    }
