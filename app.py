"""The chat app: wires settings, the assistant and its page together, and serves them.

Exit codes: 0 when stopped by its user, 2 when it could not run.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress

from corpus.console import GOOD, Parser, run

HOST, PORT = "127.0.0.1", 7860


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the chat until it is stopped; returns the exit code."""
    from assistant.settings import Settings, add_assistant_options
    from assistant.web.record import Record
    from assistant.web.server import listen, serve

    parser = Parser(prog="app.py", description="Chat with the record in your browser.")
    parser.add_argument("--host", default=HOST, help=f"address to listen on (default {HOST})")
    parser.add_argument(
        "--port",
        type=int,
        default=PORT,
        help=f"port to listen on (default {PORT}; 0: any free one)",
    )
    add_assistant_options(parser)
    options = parser.parse_args(arguments)
    settings = Settings.from_options(options)

    def open_assistant() -> Record:
        from assistant.answering import Assistant

        assistant = Assistant.open(settings)
        if warning := assistant.check_corpus(settings.corpus):
            print(f"app.py: {warning}", file=sys.stderr)
        return assistant

    # The port is taken first: that it is in use should not take a model's loading to find out.
    bound = listen(options.host, options.port)
    with suppress(KeyboardInterrupt):  # how its user stops it
        serve(bound, open_assistant)
    return GOOD


if __name__ == "__main__":
    run(main, "app.py")
