"""Fields of forms as HTML."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.web.markup import text


def select(name: str, label: str, values: Sequence[str], chosen: str, none: str) -> str:
    """A choice of values, or none of them; `none` is what choosing none means."""
    options = "".join(
        f'<option value="{text(value)}"{" selected" if value == chosen else ""}>{text(value)}'
        "</option>"
        for value in values
    )
    return (
        f'<label><span>{label}</span><select name="{name}"><option value="">{none}</option>'
        f"{options}</select></label>"
    )
