"""What a site asks of programs that visit it (robots.txt, RFC 9309): the importer of protego."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The wishes of one site to one program."""

    parsed: Any  # of protego, which has no types
    agent: str

    def allow(self, address: str) -> bool:
        """Whether the program may ask for the address."""
        return bool(self.parsed.can_fetch(address, self.agent))

    @property
    def delay(self) -> float:
        """Seconds that the site wants between two requests; 0 where it names none."""
        return float(self.parsed.crawl_delay(self.agent) or 0)


def read_rules(text: str, agent: str) -> Rules:
    """The rules of a robots.txt, "" for a site without, for a program of that name."""
    from protego import Protego

    return Rules(parsed=Protego.parse(text), agent=agent)
