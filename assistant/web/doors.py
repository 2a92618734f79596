"""The two small pages that stand before the app: while it starts, and to sign in."""

from __future__ import annotations

from pathlib import Path

from assistant.web.markup import text
from assistant.web.render import TITLE, header

_SHEET = (Path(__file__).parent / "style.css").read_text("utf-8")

_WAITING = """
const state = document.getElementById("state");
const box = document.getElementById("early");
box.value = sessionStorage.getItem("early") || "";
box.addEventListener("input", () => sessionStorage.setItem("early", box.value));
const look = async () => {
  try {
    const answer = await fetch("healthz");
    if ((await answer.json()).page) { location.reload(); return; }
  } catch (fault) { state.textContent = "The app does not answer. Trying again…"; }
  setTimeout(look, 250);
};
look();
"""


def starting_page() -> str:
    """The page until the app is there: a question can be typed, and is kept."""
    body = (
        f'{header(None)}<main class="door"><p id="state" role="status">The app is starting. You '
        "can write your question; it is kept.</p>"
        '<label for="early">Your question</label><textarea id="early" rows="2" maxlength="2000">'
        f"</textarea></main><script>{_WAITING}</script>"
    )
    return _page(TITLE, body)


def sign_in_page(fault: str = "") -> str:
    """The form to sign in; `fault` says why the last try did not."""
    said = f'<p class="objection" role="alert">{text(fault)}</p>' if fault else ""
    body = (
        f'<header class="masthead"><h1>{TITLE}</h1></header><main class="door"><h2>Sign in</h2>'
        f'{said}<form method="post" action="sign-in"><label for="username">Name</label>'
        '<input id="username" name="username" autocomplete="username" required>'
        '<label for="password">Password</label><input id="password" name="password" '
        'type="password" autocomplete="current-password" required>'
        '<button type="submit">Sign in</button></form></main>'
    )
    return _page(f"Sign in – {TITLE}", body)


def _page(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_SHEET}</style></head><body>{body}</body></html>"
    )
