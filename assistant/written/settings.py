"""Settings of the language model: where it is, what it may use, how long it is waited for."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.errors import InputError


class ModelSettings(BaseSettings):
    """The language model that writes answers. Without `llm_url` the record is quoted instead."""

    # Of several parents the last one's holds, so it is the same here as for the index.
    model_config = SettingsConfigDict(env_prefix="ASSISTANT_", extra="ignore")

    mode: Literal["quotes", "written"] | None = None  # None: written where there is a model
    llm_url: str | None = None  # OpenAI-compatible base address, as in http://127.0.0.1:11434/v1
    llm_model: str | None = None  # its name there
    llm_key: SecretStr | None = None  # never logged, never in a trace
    llm_key_file: Path | None = None  # file whose only content is the key
    llm_context: int = Field(default=4096, ge=1024)  # tokens, prompt and reply together
    llm_reply: int = Field(default=700, ge=50)  # tokens of a reply, at most
    llm_wait: float = Field(default=60.0, gt=0)  # seconds without a word from it
    llm_timeout: float = Field(default=180.0, gt=0)  # seconds of a whole reply, retries included
    llm_retries: int = Field(default=2, ge=0)  # further attempts after a refusal that may pass
    samples: int = Field(default=1, ge=1, le=10)  # answers drawn, of which the best is kept
    entailment: str | None = None  # name or folder of a cross-encoder that judges entailment
    trace: Path | None = None  # file to which a JSON line an answer is added

    @field_validator("llm_url")
    @classmethod
    def _is_address(cls, url: str | None) -> str | None:
        if url is None or not url.strip():
            return None
        if not url.strip().lower().startswith(("http://", "https://")):
            raise ValueError("not an address; write http://HOST:PORT/v1")
        return url.strip().rstrip("/")

    def key(self) -> str | None:
        """The key, from the setting or its file; `InputError` when the file cannot be read."""
        if self.llm_key is not None:
            return self.llm_key.get_secret_value().strip() or None
        if self.llm_key_file is None:
            return None
        try:
            return self.llm_key_file.read_text(encoding="utf-8").strip() or None
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "not UTF-8 text"
            raise InputError(
                f"{self.llm_key_file}: the key cannot be read: {reason}; put it there, alone"
            ) from None


def add_model_options(parser: argparse.ArgumentParser) -> None:
    """The options of the language model; each is also `ASSISTANT_...` in the environment."""
    group = parser.add_argument_group(
        "language model", "any OpenAI-compatible endpoint; without one the record is quoted"
    )
    group.add_argument("--mode", choices=("quotes", "written"), help="how to answer")
    group.add_argument("--llm-url", metavar="URL", help="base address (or ASSISTANT_LLM_URL)")
    group.add_argument("--llm-model", metavar="NAME", help="model (or ASSISTANT_LLM_MODEL)")
    group.add_argument(
        "--llm-key",
        metavar="KEY",
        help="key (better in ASSISTANT_LLM_KEY, or a file: flags can be seen by other users)",
    )
    group.add_argument("--llm-key-file", type=Path, metavar="FILE", help="file that holds the key")
    group.add_argument("--llm-context", type=int, metavar="TOKENS", help="context (default 4096)")
    group.add_argument("--llm-reply", type=int, metavar="TOKENS", help="of a reply (default 700)")
    group.add_argument(
        "--llm-wait", type=float, metavar="SECONDS", help="silence allowed (default 60)"
    )
    group.add_argument(
        "--llm-timeout", type=float, metavar="SECONDS", help="a whole reply (default 180)"
    )
    group.add_argument(
        "--llm-retries", type=int, metavar="N", help="after a busy or broken reply (default 2)"
    )
    group.add_argument(
        "--samples", type=int, metavar="N", help="answers drawn; the best verified is kept"
    )
    group.add_argument(
        "--entailment",
        metavar="NAME_OR_PATH",
        help="cross-encoder of entailment that must agree too (default: none)",
    )
    group.add_argument(
        "--trace", type=Path, metavar="FILE", help="add a JSON line an answer: prompt, reply, times"
    )
    group.add_argument(
        "--settings", type=Path, metavar="FILE", help="TOML file of any of these settings"
    )
