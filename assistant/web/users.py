"""Who may sign in: a file of names and bcrypt hashes, as Apache's `htpasswd -B` writes it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from corpus.errors import InputError

_LONGEST = 72  # bytes of a password that bcrypt reads


class Users:
    """The names and hashes of one file, read once."""

    def __init__(self, path: Path) -> None:
        """Read the file; `InputError` with every line that cannot be used."""
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "not UTF-8 text"
            raise InputError(f"--auth {path}: cannot be read ({reason})") from None
        import bcrypt

        self._nobody = bcrypt.hashpw(b"", bcrypt.gensalt())  # checked for names that there are not
        self._hashes: dict[str, bytes] = {}
        self._right: set[bytes] = set()  # digests of names with their passwords
        faults = []
        for number, line in enumerate(lines, start=1):
            if not line.strip() or line.startswith("#"):
                continue
            name, _, hashed = line.strip().partition(":")
            if not name or not hashed.startswith(("$2a$", "$2b$", "$2y$")) or len(hashed) != 60:
                faults.append(
                    f"--auth {path}:{number}: not NAME:BCRYPT-HASH; write it with 'htpasswd -B' "
                    "or 'python -m assistant.web adduser'"
                )
            self._hashes[name] = hashed.encode()
        if not self._hashes and not faults:
            faults.append(
                f"--auth {path}: no users in it; add one: python -m assistant.web adduser"
            )
        if faults:
            raise InputError("\n".join(faults))

    def check(self, name: str, password: str) -> bool:
        """Whether that is the user's password; takes as long for a name that there is not."""
        import bcrypt

        given = password.encode("utf-8", "replace")
        known = self._hashes.get(name)
        right = bcrypt.checkpw(given[:_LONGEST], known or self._nobody)
        right = right and known is not None and len(given) <= _LONGEST
        if right:
            self._right.add(_digest(name, password))
        return right

    def knows(self, name: str, password: str) -> bool:
        """Whether they were right before: programs send them each time, and hashing is slow."""
        return _digest(name, password) in self._right


def _digest(name: str, password: str) -> bytes:
    return hashlib.sha256(f"{name}\0{password}".encode("utf-8", "replace")).digest()


def make_line(name: str, password: str) -> str:
    """A line of the file; `InputError` for a name or password that cannot be used."""
    import bcrypt

    if not name or ":" in name or name != name.strip() or not name.isprintable():
        raise InputError(f"'{name}': a name has no colon and no spaces around it; choose another")
    if not 8 <= len(password.encode()) <= _LONGEST:
        raise InputError("a password has 8 to 72 bytes; choose another")
    return f"{name}:{bcrypt.hashpw(password.encode(), bcrypt.gensalt()).decode()}"
