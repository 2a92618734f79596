"""The chat as its users meet it: `python app.py` in a process of its own, and a real browser.

To have the browser: `apt-get install chromium`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect, sync_playwright

from tests.conftest import LETTER, MINUTES, REPORT
from tests.pdf_world import Paper

ROOT = Path(__file__).parents[1]
CHROMIUM = shutil.which("chromium")
AXE = ROOT / "tests" / "assets" / "axe-core" / "axe.min.js"
PATIENCE = 180_000.0
"""Milliseconds that anything may take on a busy machine; what is there is found at once."""

needs_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="chromium is not installed: apt-get install chromium"
    ),
]

HOSTILE = (
    "Anytown CCG will publish its <img src=x onerror=alert(1)> gritting plan "
    "<script>alert(2)</script> ${alert(3)} {{constructor}} by 1 May 2015."
)
TRICKS = (
    "<!-- ends [here](javascript:alert(4)) ![picture](http://example.org/x.png) "
    '<a href="javascript:alert(5)">x</a> <style>body{display:none}</style> \u202egnitirw\u202c '
    "\u200bzero \U000e0041tags"
)

PDF_FACT = "The Harbour Lane clinic will open on 9 May 2017 with fourteen beds."


def write_corpus(folder: Path) -> Path:
    """Minutes, a letter, a report and a hostile document, of two bodies and two years."""
    folder.mkdir(parents=True)
    (folder / "panel-minutes.txt").write_text(MINUTES, encoding="utf-8")
    (folder / "ccg-letter.txt").write_text(LETTER, encoding="utf-8")
    (folder / "bcf-report.md").write_text(REPORT, encoding="utf-8")
    (folder / "<b>gritting.txt").write_text(
        "Anytown CCG <svg onload=alert(5)>\n\nMinutes of the board, 3 June 2014\n\n"
        f"1. {HOSTILE}\n\n2. {TRICKS}\n\n3. The board noted that.\n\n"
        + "Roads were gritted. "
        * 5000,
        encoding="utf-8",
    )
    return folder


def write_pdf(path: Path) -> Path:
    """Two pages; the fact stands on the second."""
    paper = Paper()
    paper.line("Fenwick Clinical Commissioning Group", bold=True, size=14)
    paper.line("Clinics report, 2 March 2017")
    paper.paragraph("1. This report tells the board about clinics in the borough.")
    paper.page()
    paper.paragraph(f"2. {PDF_FACT}")
    paper.canvas.save()
    path.write_bytes(paper.file.getvalue())
    return path


@contextmanager
def serving(folder: Path, *options: str, seconds: float = 600.0) -> Iterator[str]:
    """The address of a running `python app.py`, with its index in `folder`."""
    said = folder / "said.txt"
    command = [sys.executable, "app.py", "--port", "0", "--index", str(folder / "index"), *options]
    with said.open("w") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        until = time.monotonic() + seconds
        while not (ready := re.search(r"Ready: (\S+)", said.read_text())):
            assert process.poll() is None, said.read_text()
            assert time.monotonic() < until, f"not ready after {seconds} s: {said.read_text()}"
            time.sleep(0.1)
        yield ready[1]
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def browsing() -> Iterator[Browser]:
    """Debian's chromium, headless."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


def violations(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2, levels A and AA, on the page as it is now."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(
        """async () => (await axe.run(document, {
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
          resultTypes: ['violations'],
        })).violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.html).join(' | '))"""
    )
    return [str(line) for line in found]


class Visit:
    """One user's tab, which remembers every request, dialogue and script error of the page."""

    def __init__(
        self,
        browser: Browser,
        address: str,
        *,
        width: int = 1280,
        height: int = 900,
        sign_in: tuple[str, str] | None = None,
    ) -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce"
        )
        self.context.set_default_timeout(PATIENCE)
        self.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
        self.page: Page = self.context.new_page()
        self.requests: list[str] = []
        self.faults: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("dialog", self._dialogue)
        self.page.goto(address)
        if sign_in:
            self.page.get_by_label("Name").fill(sign_in[0])
            self.page.get_by_label("Password").fill(sign_in[1])
            self.page.get_by_role("button", name="Sign in").click()
        self.page.locator(".questions .ask").first.wait_for()

    def _dialogue(self, dialogue: Dialog) -> None:
        self.faults.append(f"a dialogue was opened: {dialogue.message}")
        dialogue.dismiss()

    def ask(self, question: str) -> None:
        """Type a question and wait for its outcome."""
        before = self.page.locator(".outcome").count()
        self.page.get_by_label("Your question").fill(question)
        self.page.get_by_role("button", name="Ask", exact=True).click()
        self.page.locator(".outcome").nth(before).wait_for()

    def view(self, name: str) -> None:
        """Go to one of the views by its link."""
        self.page.get_by_role("navigation", name="Views").get_by_role("link", name=name).click()

    def outcomes(self) -> list[str]:
        return self.page.locator(".outcome").all_text_contents()

    def wait_for_citation(self, number: int) -> None:
        self.page.locator(f'#source .source[data-number="{number}"] mark').wait_for()

    def wait_for_mark_in_view(self) -> None:
        """Wait until the beginning of the highlighted quote can be seen, in its box, on screen."""
        self.page.wait_for_function(
            """() => {
              const box = document.querySelector('#source .document')?.getBoundingClientRect();
              const mark = document.querySelector('#source mark')?.getClientRects()[0];
              return box && mark && mark.top >= Math.max(0, box.top) - 1
                && mark.bottom <= Math.min(innerHeight, box.bottom) + 1;
            }"""
        )

    def close(self) -> None:
        """Leave; nothing may have gone wrong, and no other host been asked for anything."""
        self.context.close()
        assert self.faults == [], self.faults
        kept = [url for url in self.requests if not url.startswith(("data:", "blob:"))]
        assert {urlsplit(url).hostname for url in kept} == {"127.0.0.1"}
