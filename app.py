"""The chat app: wires settings, the assistant and its page together, and serves them.

Exit codes: 0 when stopped by its user, 2 when it could not run.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from corpus.console import GOOD, Parser, run

if TYPE_CHECKING:
    from assistant.answering import Assistant


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the chat until it is stopped; returns the exit code."""
    from assistant.web.server import listen, serve
    from assistant.web.settings import WebSettings, add_web_options

    parser = Parser(prog="app.py", description="Chat with the record in your browser.")
    add_web_options(parser)
    settings = WebSettings.from_options(parser.parse_args(arguments))

    def open_assistant() -> Assistant:
        from assistant.answering import Assistant

        assistant = Assistant.open(settings)
        if warning := assistant.check_corpus(settings.corpus):
            print(f"app.py: {warning}", file=sys.stderr)
        return assistant

    # The port is taken first: that it is in use should not take a model's loading to find out.
    bound = listen(settings.host, settings.port)
    with suppress(KeyboardInterrupt):  # how its user stops it
        serve(bound, settings, open_assistant)
    return GOOD


if __name__ == "__main__":
    run(main, "app.py")
