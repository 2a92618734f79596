"""Files of one JSON object a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from eval.errors import RunError


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON-lines file; `RunError` with the line that is not one."""
    rows = []
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise RunError(f"{path}: cannot be read ({error.strerror})") from None
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                rows.append(json.loads(line))
            except ValueError as error:
                raise RunError(f"{path}:{number}: not JSON ({error})") from None
    return rows
