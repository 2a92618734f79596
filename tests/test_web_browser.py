"""The chat in a real browser, driven as its users would: Debian's chromium, headless.

The server is `python app.py` in a process of its own, on the shipped documents with an index in a
temporary folder. To have the browser: `apt-get install chromium`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Dialog, Page, sync_playwright

ROOT = Path(__file__).parents[1]
CHROMIUM = shutil.which("chromium")
START = "What did Leicester City CCG commit to?"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="chromium is not installed: apt-get install chromium"
    ),
]


@contextmanager
def serving(folder: Path, *options: str, seconds: float = 120.0) -> Iterator[str]:
    """The address of a running `python app.py`, with its index in `folder`."""
    said = folder / "said.txt"
    command = [sys.executable, "app.py", "--port", "0", "--index", str(folder / "index"), *options]
    with said.open("w") as output:
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
    try:
        until = time.monotonic() + seconds
        while not (ready := re.search(r"Ready: (\S+)", said.read_text())):
            assert process.poll() is None, said.read_text()
            assert time.monotonic() < until, f"not ready after {seconds} s: {said.read_text()}"
            time.sleep(0.2)
        yield ready[1]
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("shipped")) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


class Visit:
    """One user's tab, which remembers every request, dialogue and script error of the page."""

    def __init__(self, browser: Browser, address: str, width: int = 1280, height: int = 900):
        self.context = browser.new_context(viewport={"width": width, "height": height})
        self.page: Page = self.context.new_page()
        self.requests: list[str] = []
        self.faults: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("dialog", self._dialogue)
        self.page.goto(address)
        self.page.wait_for_selector(".questions .ask", timeout=60_000)

    def _dialogue(self, dialogue: Dialog) -> None:
        self.faults.append(f"a dialogue was opened: {dialogue.message}")
        dialogue.dismiss()

    def ask(self, question: str) -> None:
        """Type a question and wait for its outcome."""
        before = self.page.locator(".outcome").count()
        self.page.get_by_label("Your question").fill(question)
        self.page.get_by_role("button", name="Ask", exact=True).click()
        self.page.locator(".outcome").nth(before).wait_for(timeout=30_000)

    def start(self) -> None:
        """Ask the first of the questions to start with, by its button."""
        self.page.get_by_role("button", name=START).click()
        self.page.locator(".outcome").first.wait_for(timeout=30_000)
        self.page.locator("#source mark").wait_for()

    def outcomes(self) -> list[str]:
        return self.page.locator(".outcome").all_text_contents()

    def wait_for_citation(self, number: int) -> None:
        self.page.locator(f'#source .source[data-number="{number}"] mark').wait_for()

    def mark_in_view(self) -> bool:
        """Whether the beginning of the highlighted quote can be seen, in its box and on screen."""
        return bool(
            self.page.evaluate(
                """() => {
                  const box = document.querySelector('#source .document').getBoundingClientRect();
                  const mark = document.querySelector('#source mark').getClientRects()[0];
                  return mark.top >= Math.max(0, box.top) - 1
                    && mark.bottom <= Math.min(innerHeight, box.bottom) + 1;
                }"""
            )
        )


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    visit = Visit(browser, address)
    yield visit
    visit.context.close()
    assert visit.faults == []
    hosts = {urlsplit(url).hostname for url in visit.requests if not url.startswith("data:")}
    assert hosts == {"127.0.0.1"}


def test_the_starting_question_is_answered_with_its_source_open(visit: Visit) -> None:
    visit.start()
    page = visit.page
    assert page.locator(".statements > li").count() >= 2
    assert re.match(r"Answered .*from \d+ documents?", visit.outcomes()[0])
    statement = page.locator(".statements .verbatim").first.text_content()
    assert page.locator("#source mark").text_content() == without_names(statement)
    assert visit.mark_in_view()
    heading = page.locator("#source h2").text_content()
    assert page.locator(".sources .title").first.text_content() == heading


def without_names(statement: str | None) -> str:
    """A statement without the names in brackets that stand for what its pronouns mean."""
    return re.sub(r" \[[^\]]*\]", "", statement or "")


def test_each_citation_opens_its_own_words(visit: Visit) -> None:
    visit.start()
    page = visit.page
    seen = set()
    for marker in page.locator(".statements .cite").all():
        number = int(marker.get_attribute("data-number") or 0)
        marker.click()
        visit.wait_for_citation(number)
        assert visit.mark_in_view()
        statement = marker.locator("xpath=..").locator(".verbatim").text_content()
        quote = page.locator("#source mark").text_content()
        assert quote
        assert quote == without_names(statement)
        assert marker.get_attribute("aria-current") == "true"
        seen.add(quote)
    assert len(seen) == page.locator(".statements > li").count()


def test_the_citations_work_by_keyboard(visit: Visit) -> None:
    visit.start()
    page = visit.page
    page.locator('.cite[data-number="2"]').focus()
    page.keyboard.press("Enter")
    visit.wait_for_citation(2)
    assert page.evaluate("document.activeElement.tagName") == "H2"
    step = page.get_by_role("button", name="Previous")
    step.focus()
    page.keyboard.press("Space")
    visit.wait_for_citation(1)
    assert page.evaluate("document.activeElement.textContent") == "Previous"
    page.get_by_role("button", name="Back to the answer").click()
    assert page.evaluate("document.activeElement.dataset.number") == "1"


def test_the_same_citation_scrolls_back_when_opened_again(visit: Visit) -> None:
    visit.start()
    page = visit.page
    page.locator('.cite[data-number="2"]').click()
    visit.wait_for_citation(2)
    page.locator("#source .document").evaluate(
        "box => { box.scrollTop = box.scrollTop > 400 ? 0 : box.scrollHeight }"
    )
    page.locator('.cite[data-number="2"]').click()
    page.wait_for_function("document.querySelector('.source').dataset.opened > 1")
    page.wait_for_timeout(100)
    assert visit.mark_in_view()


def test_a_follow_up_keeps_the_thread(visit: Visit) -> None:
    visit.ask("What did Leicester City CCG want co-commissioning for?")
    visit.ask("And what about Wolverhampton?")
    assert len(visit.outcomes()) == 2
    last = visit.page.locator(".turn").last
    assert "Wolverhampton" in (last.text_content() or "")
    assert "Understood as" in (last.text_content() or "")
    visit.page.get_by_role("button", name="New conversation").click()
    visit.page.get_by_role("button", name=START).wait_for()
    assert visit.outcomes() == []


def test_what_the_record_does_not_say_is_said_so(visit: Visit) -> None:
    visit.start()
    visit.ask("How many zebras does the Antarctic zoo keep?")
    assert visit.outcomes()[-1] in (
        "The record does not say.",
        "This is not a question that the record can answer.",
    )
    assert visit.page.locator("#source mark").count() == 0, "no old source beside a refusal"
    nearest = visit.page.locator(".turn").last.locator(".place")
    if nearest.count():
        nearest.first.click()
        visit.page.locator("#source mark").wait_for()
        assert visit.mark_in_view()
        assert "Nearest passage 1" in (visit.page.locator("#source").text_content() or "")


def test_an_empty_question_is_objected_to_and_keeps_the_starters(visit: Visit) -> None:
    visit.page.get_by_role("button", name="Ask", exact=True).click()
    visit.page.get_by_role("alert").get_by_text("Enter a question.").wait_for()
    assert visit.page.get_by_role("button", name=START).count() == 1


HOSTILE = (
    "What did <img src=x onerror=alert(1)> <script>alert(2)</script> the CCG commit to? "
    "{{constructor}} ${alert(3)} <!-- ![x](http://example.org/x.png) [y](javascript:alert(4))"
)


def test_a_hostile_question_is_only_text(visit: Visit) -> None:
    visit.ask(HOSTILE)
    shown = visit.page.locator(".turn .question").last
    assert (shown.text_content() or "").removeprefix("You asked: ") == HOSTILE
    assert visit.page.locator("#panes img, #panes script, #panes a[href^=javascript]").count() == 0


def test_a_hostile_document_is_only_text(browser: Browser, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    sentence = (
        "Anytown CCG will publish its <img src=x onerror=alert(1)> gritting plan "
        "<script>alert(2)</script> ${alert(3)} {{constructor}} by 1 May 2015."
    )
    (corpus / "<b>gritting.txt").write_text(
        "Anytown CCG <svg onload=alert(4)>\n\nMinutes of the board, 3 June 2014\n\n"
        f"1. {sentence}\n\n2. The board noted the report.\n",
        encoding="utf-8",
    )
    with serving(tmp_path, "--corpus", str(corpus)) as address:
        visit = Visit(browser, address)
        visit.ask("When will Anytown CCG publish its gritting plan?")
        visit.page.locator("#source mark").wait_for()
        assert "<script>alert(2)</script>" in (
            visit.page.locator("#source .document").text_content() or ""
        )
        visit.page.wait_for_timeout(300)
        assert visit.page.locator("#panes img, #panes script, #panes svg").count() == 0
        assert visit.faults == []
        visit.context.close()


def test_two_tabs_are_two_conversations(browser: Browser, visit: Visit, address: str) -> None:
    visit.start()
    other = Visit(browser, address)
    assert other.outcomes() == []
    other.context.close()
    assert len(visit.outcomes()) == 1


def test_a_phone_shows_the_source_below_and_goes_there_when_asked(
    browser: Browser, address: str
) -> None:
    visit = Visit(browser, address, width=390, height=844)
    visit.start()
    page = visit.page
    page.wait_for_timeout(100)
    chat, source = (page.locator(pane).bounding_box() for pane in ("#chat", "#beside"))
    assert chat
    assert source
    assert source["y"] >= chat["y"] + chat["height"] - 1
    assert chat["width"] == source["width"] == 390
    question = page.locator(".turn .question").first.bounding_box()
    assert question
    assert 0 <= question["y"] < 300, "the answer comes first"
    page.locator('.cite[data-number="2"]').click()
    visit.wait_for_citation(2)
    page.wait_for_timeout(100)
    assert visit.mark_in_view()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    visit.context.close()


def test_no_file_of_the_server_can_be_fetched(address: str) -> None:
    for path in ("app.py", "/etc/passwd", "../../../etc/passwd", str(ROOT / "app.py")):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{address}/gradio_api/file={path}", timeout=10)
        assert refused.value.code in (403, 404)
        refused.value.close()


def test_the_browser_is_told_to_load_from_here_only(address: str) -> None:
    with urllib.request.urlopen(address, timeout=10) as response:
        policy = response.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "http" not in policy


def test_a_port_in_use_is_one_line_and_exit_code_2(address: str) -> None:
    port = str(urlsplit(address).port)
    done = subprocess.run(
        [sys.executable, "app.py", "--port", port],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert f"port {port}" in done.stderr
    assert "--port" in done.stderr
