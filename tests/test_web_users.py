"""Signing in, two users apart, and a server that nobody may change: in a real browser."""

from __future__ import annotations

import base64
import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Route, expect

from assistant.web.doors import starting_page
from assistant.web.users import make_line
from tests.web_world import Visit, browsing, needs_browser, serving, violations, write_corpus

pytestmark = needs_browser

ANN, BOB = ("ann", "correct horse"), ("bob", "battery staple")
WALK_IN = "When will the walk-in centre close?"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("users")
    write_corpus(home / "papers")
    users = home / "users"
    users.write_text("".join(f"{make_line(*user)}\n" for user in (ANN, BOB)))
    settings = home / "settings.toml"
    settings.write_text(f'corpus = "{home / "papers"}"\nread_only = true\nrate = 7\n')
    with serving(home, "--auth", str(users), "--settings", str(settings)) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as browser:
        yield browser


def status(url: str, data: bytes | None = None, **headers: str) -> int:
    request = urllib.request.Request(url, data, headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return int(response.status)
    except urllib.error.HTTPError as refused:
        refused.close()
        return refused.code


def basic(name: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


def test_nothing_is_had_without_signing_in(address: str) -> None:
    for path in ("", "config", "papers/ccg-letter", "gradio_api/info", "mcp/"):
        assert status(f"{address}/{path}") == 401, path
    assert status(f"{address}/gradio_api/call/documents", b'{"data": []}') == 401
    assert status(f"{address}/healthz") == 200


def test_programs_sign_in_with_each_request(address: str) -> None:
    url = f"{address}/papers/ccg-letter"
    assert status(url, Authorization=basic(*ANN)) == 200
    assert status(url, Authorization=basic("ann", "wrong")) == 401
    assert status(url, Authorization="Basic !!") == 401


def test_two_users_are_apart(browser: Browser, address: str) -> None:
    ann = Visit(browser, address, sign_in=ANN)
    ann.ask(WALK_IN)
    bob = Visit(browser, address, sign_in=BOB)
    assert bob.outcomes() == []
    # Bob's browser says that it is in Ann's session, as no browser of ours does.
    hashes = {
        url.partition("session_hash=")[2].partition("&")[0]
        for url in ann.requests
        if "session_hash=" in url
    }
    assert len(hashes) == 1, "the session of Ann's page is known"
    word = hashes.pop()

    def pretend(route: Route) -> None:
        route.continue_(
            url=re.sub(r"(?<=session_hash=)[^&]*", word, route.request.url),
            post_data=re.sub(r'(?<="session_hash":")[^"]*', word, route.request.post_data or ""),
        )

    bob.page.route("**/queue/**", pretend)
    bob.ask("How many zebras are there?")
    assert len(bob.outcomes()) == 1
    assert "walk-in" not in (bob.page.locator("#conversation").text_content() or "")
    bob.page.get_by_role("button", name="Sign out").click()
    expect(bob.page.get_by_role("heading", name="Sign in")).to_be_visible()
    bob.close()
    ann.close()


def test_nobody_changes_a_read_only_record(browser: Browser, address: str) -> None:
    assert status(f"{address}/upload", b"x", Authorization=basic(*ANN)) == 403
    visit = Visit(browser, address, sign_in=ANN)
    visit.view("Documents")
    expect(visit.page.get_by_text("Documents cannot be added or removed here.")).to_be_visible()
    expect(visit.page.locator("#holdings caption")).to_have_text("4 documents")
    assert visit.page.locator("input[type=file], .remove").count() == 0
    visit.close()


def test_who_asks_too_often_waits(address: str) -> None:
    """Seven a minute for each user: Bob's do not count for Ann."""

    def ask(user: tuple[str, str]) -> str:
        call = f"{address}/gradio_api/call/search"
        headers = {"Authorization": basic(*user), "Content-Type": "application/json"}
        request = urllib.request.Request(call, b'{"data": ["lease", 1]}', headers)
        with urllib.request.urlopen(request, timeout=60) as response:
            event = json.load(response)["event_id"]
        request = urllib.request.Request(f"{call}/{event}", headers=headers)
        with urllib.request.urlopen(request, timeout=60) as response:
            return str(response.read().decode())

    said = [ask(BOB) for _ in range(8)]
    assert "event: error" in said[-1]
    assert "event: complete" in ask(ANN)


def test_a_wrong_password_is_told_and_tries_are_limited(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    assert violations(page) == []
    page.get_by_label("Name").fill("ann")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_have_text("The name or the password is not right.")
    assert violations(page) == []
    page.close()
    for _ in range(12):
        last = status(f"{address}/sign-in", b"username=ann&password=wrong")
    assert last == 429


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_to_wait_at_has_no_violation_of_wcag(browser: Browser, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.route("**/*", lambda route: route.fulfill(body=starting_page(), content_type="text/html"))
    page.route(
        "**/healthz",
        lambda route: route.fulfill(status=503, json={"page": False, "ready": False}),
    )
    page.goto("http://127.0.0.1/")
    page.get_by_label("Your question").fill("What was agreed?")
    assert violations(page) == []
    page.reload()
    expect(page.get_by_label("Your question")).to_have_value("What was agreed?")
    page.close()
