"""The chat in a real browser, driven as its users would: Debian's chromium, headless.

One server for all of these tests, on a small corpus of its own that documents are added to.
"""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from assistant.feedback import FeedbackStore
from tests.web_world import (
    HOSTILE,
    PDF_FACT,
    ROOT,
    TRICKS,
    Visit,
    browsing,
    needs_browser,
    serving,
    violations,
    write_corpus,
    write_pdf,
)

pytestmark = needs_browser

WALK_IN = "When will the walk-in centre close?"
CLOSES = "The centre would close on 30 June 2016 because its lease could not be renewed."


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("chat")
    write_corpus(folder / "papers")
    return folder


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    options = ("--corpus", str(home / "papers"), "--upload", "2", "--rate", "1000")
    with serving(home, *options) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as browser:
        yield browser


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    visit = Visit(browser, address)
    yield visit
    visit.close()


def test_asking_by_keyboard_alone(visit: Visit) -> None:
    """Ask, open a citation, see the quote, step back to the answer, and ask on."""
    page = visit.page

    def tab_to(selector: str) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                assert outline != "none", f"no focus is seen on {selector}"
                return
        raise AssertionError(f"the Tab key does not reach {selector}")

    expect(page.locator("#question textarea")).to_be_enabled()
    tab_to("#question textarea")
    page.keyboard.type(WALK_IN)
    page.keyboard.press("Enter")
    expect(page.locator(".statements .verbatim").first).to_have_text(CLOSES)
    visit.wait_for_citation(1)
    page.locator(".log").focus()
    tab_to(".cite")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('#source h2')")
    visit.wait_for_mark_in_view()
    assert page.locator("#source mark").text_content() == CLOSES
    tab_to("[data-back]")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('.cite[aria-current]')")
    expect(page.locator("#announced")).to_contain_text("Answered from 1 document")


def test_a_follow_up_keeps_the_thread_and_citations_step(visit: Visit) -> None:
    page = visit.page
    page.locator(".questions .ask").first.click()
    page.locator(".outcome").first.wait_for()
    visit.ask("What did the 2016 minutes say about the walk-in centre?")
    visit.ask("And what about Fenwick CCG?")
    last = page.locator(".turn").last
    expect(last.locator(".understood")).to_contain_text("Fenwick CCG")
    turn = page.locator(".turn").nth(1)
    numbers = turn.locator(".statements .cite")
    assert numbers.count() >= 2
    for index in range(numbers.count()):
        numbers.nth(index).click()
        visit.wait_for_citation(index + 1)
        visit.wait_for_mark_in_view()
        quote = " ".join((page.locator("#source mark").text_content() or "").split())
        assert quote == turn.locator(".verbatim").nth(index).text_content()
    page.get_by_role("button", name="Previous", exact=True).click()
    visit.wait_for_citation(numbers.count() - 1)
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".outcome")).to_have_count(0)


def test_a_chip_is_taken_away_and_the_search_narrowed(visit: Visit) -> None:
    page = visit.page
    visit.ask("What did the 2016 minutes say about the walk-in centre?")
    expect(page.locator(".chip")).to_have_text(["Year: 2016×", "Kind: minutes×"])
    page.get_by_role("button", name="Remove kind minutes and ask again").click()
    expect(page.locator(".chip")).to_have_text(["Year: 2016×"])
    assert len(visit.outcomes()) == 1, "asked again in its place"
    page.get_by_text("Change what is searched").click()
    page.get_by_label("Kind of document").select_option("letter")
    page.locator(".narrow button").click()
    expect(page.locator(".chip").first).to_have_text("Only: letter×")
    shown = page.locator(".turn .sources")
    expect(shown).to_contain_text("letter")
    expect(shown).not_to_contain_text("Minutes of the meeting")


def test_what_the_record_does_not_say_is_said_so(visit: Visit) -> None:
    visit.ask(WALK_IN)
    visit.ask("How many zebras does the Antarctic zoo keep?")
    assert visit.outcomes()[-1] == "The record does not say."
    assert visit.page.locator("#source mark").count() == 0, "no old source beside a refusal"
    visit.page.locator(".turn").last.locator(".place").first.click()
    expect(visit.page.locator("#source .position")).to_have_text(re.compile("Nearest passage 1"))
    visit.wait_for_mark_in_view()
    visit.page.get_by_role("button", name="Ask", exact=True).click()
    visit.page.get_by_role("alert").get_by_text("Enter a question.").wait_for()


def test_a_question_is_edited_asked_again_and_copied(visit: Visit) -> None:
    page = visit.page
    visit.ask("How many zebras does the Antarctic zoo keep?")
    page.get_by_role("button", name="Edit this question").click()
    field = page.get_by_label("Your question (in place of question 1)")
    expect(field).to_have_value("How many zebras does the Antarctic zoo keep?")
    field.fill(WALK_IN)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".verbatim").first).to_have_text(CLOSES)
    assert len(visit.outcomes()) == 1
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator(".verbatim").first).to_have_text(CLOSES)
    page.get_by_role("button", name="Copy with citations").click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate(
        """async () => {
          const [item] = await navigator.clipboard.read();
          const read = async (kind) => (await item.getType(kind)).text();
          return [await read('text/plain'), await read('text/html')];
        }"""
    )
    for words in copied:
        assert CLOSES in words
        assert "3 March 2016" in words
        assert "[1]" in words


def test_feedback_is_kept_with_its_passages(visit: Visit, home: Path) -> None:
    page = visit.page
    visit.ask(WALK_IN)
    page.get_by_text("Not useful").click()
    page.get_by_label("The evidence is wrong").check()
    page.get_by_label("Tell us more").fill("it is about the lease")
    page.get_by_role("button", name="Send").click()
    page.get_by_text("Kept: not useful.").wait_for()
    kept = FeedbackStore(home / "index" / "feedback.sqlite").read()[-1]
    assert (kept.liked, kept.reason, kept.note) == (False, "evidence", "it is about the lease")
    assert kept.answer["question"] == WALK_IN
    assert [passage["quote"] for passage in kept.passages] == [CLOSES]
    assert kept.fingerprint["weights"]


def test_a_conversation_and_a_topic_are_taken_away(visit: Visit, tmp_path: Path) -> None:
    from docx import Document

    page = visit.page
    visit.ask(WALK_IN)
    page.get_by_text("Take away", exact=True).click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Word").first.click()
    waiting.value.save_as(tmp_path / "a.docx")
    words = [line.text for line in Document(str(tmp_path / "a.docx")).paragraphs]
    assert any(CLOSES in line and "[1]" in line for line in words)
    assert any(line.startswith("[1] Fenwick Borough Council") for line in words)
    page.get_by_text("Take away", exact=True).click()
    page.get_by_label("Brief me on").fill("the walk-in centre")
    with page.expect_download() as waiting:
        page.locator(".takeaway form button").last.click()
    waiting.value.save_as(tmp_path / "b.md")
    text = (tmp_path / "b.md").read_text(encoding="utf-8")
    assert text.startswith("# Briefing: the walk-in centre\n")
    assert "[^1]: Fenwick" in text


def test_a_pdf_is_added_cited_and_removed(visit: Visit, home: Path, tmp_path: Path) -> None:
    page = visit.page
    question = "When will the Harbour Lane clinic open?"
    visit.ask(question)
    assert PDF_FACT not in (page.locator(".turn").last.text_content() or "")
    visit.view("Documents")
    page.locator(".adding input[type=file]").set_input_files(write_pdf(tmp_path / "clinics.pdf"))
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".change")).to_contain_text("clinics.pdf: added")
    expect(page.locator("#holdings caption")).to_have_text("5 documents")
    visit.view("Ask")
    visit.ask(question)
    expect(page.locator(".turn").last.locator(".verbatim").first).to_have_text(PDF_FACT)
    visit.wait_for_mark_in_view()
    picture = page.get_by_role("img", name=re.compile("^Page 2 of .*with the quote marked$"))
    picture.wait_for()
    cut = picture.evaluate("image => image.naturalHeight")
    page.get_by_role("button", name="Show the whole page").click()
    page.wait_for_function(f"document.querySelector('.page img').naturalHeight > {cut}")
    assert violations(visit.page) == []
    visit.view("Documents")
    row = page.locator("#holdings tr", has_text="clinics.pdf")
    row.locator("summary").click()
    row.locator(".remove button").click()
    expect(page.locator(".change")).to_contain_text("clinics.pdf: removed.")
    expect(page.locator("#holdings caption")).to_have_text("4 documents")
    assert not (home / "papers" / "clinics.pdf").exists()
    visit.view("Ask")
    visit.ask(question)
    assert PDF_FACT not in (page.locator(".turn").last.locator(".statements").all_text_contents())
    assert visit.outcomes()[-1] != visit.outcomes()[-2]


def test_files_that_cannot_be_added_say_why(visit: Visit, home: Path, tmp_path: Path) -> None:
    page = visit.page
    visit.view("Documents")
    large = tmp_path / "large.txt"
    large.write_bytes(b"x" * (3 * 2**20))
    page.locator(".adding input[type=file]").set_input_files(large)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".sent")).to_have_text("large.txt is larger than 2 MiB.")
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 this is no page")
    page.locator(".adding input[type=file]").set_input_files(broken)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".change")).to_contain_text("broken.pdf: not added:")
    assert not (home / "papers" / "broken.pdf").exists()


def test_whole_documents_are_read_and_searched(visit: Visit) -> None:
    page = visit.page
    visit.view("Timeline")
    page.get_by_role("button", name="ccg letter").click()
    expect(page.locator("#source .position")).to_have_text("Whole document")
    page.get_by_label("Find in this document").fill("centre")
    expect(page.locator(".found")).to_have_text("3 matches")
    page.get_by_label("Find in this document").press("Enter")
    expect(page.locator(".found")).to_have_text("1 of 3 matches")
    visit.view("Glossary")
    page.get_by_label("Find a word").fill("zzz")
    visit.page.go_back()
    expect(page.get_by_role("link", name="Timeline")).to_have_attribute("aria-current", "page")


def test_commitments_are_filtered_sorted_opened_and_saved(visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    visit.view("Commitments")
    rows = page.locator("#register tbody tr")
    rows.first.wait_for()
    every = rows.count()
    assert every >= 3
    expect(page.locator("#register caption")).to_have_text(f"{every} commitments")

    page.get_by_role("combobox", name="How firm").select_option("requested")
    page.get_by_role("combobox", name="Whose").select_option("Fenwick Clinical Commissioning Group")
    page.get_by_role("button", name="Show", exact=True).press("Enter")
    expect(page.locator("#register caption")).to_have_text("1 commitment")
    expect(rows).to_contain_text("September 2016")
    expect(rows).to_contain_text(re.compile("The date has passed; .* record"))
    rows.locator(".ask").first.click()
    visit.wait_for_mark_in_view()
    quote = page.locator("#source mark").text_content() or ""
    assert "be asked to report back in September 2016" in quote

    visit.view("Documents")
    visit.view("Commitments")
    expect(page.get_by_role("combobox", name="How firm")).to_have_value("requested")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save as CSV").click()
    assert waiting.value.suggested_filename == "commitments.csv"
    waiting.value.save_as(tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["quote"], row["firmness"], row["due"]) == (quote, "requested", "2016-09")

    page.get_by_role("combobox", name="How firm").select_option("")
    page.get_by_role("combobox", name="Whose").select_option("")
    page.get_by_role("combobox", name="Due from").select_option("2015")
    page.get_by_role("combobox", name="Sort by").select_option("due date")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("#register caption")).not_to_have_text("1 commitment")
    years = re.findall(r"20\d\d", " ".join(rows.locator("td:nth-child(2)").all_text_contents()))
    assert years == sorted(years)
    assert len(years) >= 2
    page.get_by_label("Words in it").fill("zebra")
    page.get_by_label("Words in it").press("Enter")
    expect(page.locator("#register")).to_have_text("No commitment of the record fits that.")


def test_no_view_has_a_violation_of_wcag(browser: Browser, address: str) -> None:
    for width in (1280, 390):
        visit = Visit(browser, address, width=width)
        page = visit.page
        found = {"start": violations(visit.page)}
        visit.ask("What did the 2016 minutes say about the walk-in centre?")
        visit.wait_for_citation(1)
        page.get_by_text("Change what is searched").click()
        page.get_by_text("Not useful").click()
        found["answer"] = violations(visit.page)
        for name in ("Commitments", "Documents", "Glossary", "Timeline"):
            visit.view(name)
            page.locator(f"#{name.lower()} h2").first.wait_for()
            found[name] = violations(visit.page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        visit.close()
        assert not [line for lines in found.values() for line in lines], f"{width}: {found}"


def test_a_phone_shows_the_source_below_and_goes_there_when_asked(
    browser: Browser, address: str
) -> None:
    visit = Visit(browser, address, width=390, height=844)
    page = visit.page
    visit.ask(WALK_IN)
    visit.wait_for_citation(1)
    chat, source = (page.locator(pane).bounding_box() for pane in ("#chat", "#beside"))
    assert chat
    assert source
    assert source["y"] >= chat["y"] + chat["height"] - 1
    assert chat["width"] == source["width"] == 390
    page.locator('.cite[data-number="1"]').click()
    page.wait_for_function("document.activeElement.matches('#source h2')")
    visit.wait_for_mark_in_view()
    visit.close()


def test_hostile_documents_and_questions_are_only_text(visit: Visit) -> None:
    page = visit.page
    visit.ask("When will Anytown CCG publish its gritting plan?")
    visit.wait_for_citation(1)
    assert "<img src=x onerror=alert(1)>" in (page.locator(".verbatim").first.text_content() or "")
    shown = page.locator("#source .document").text_content() or ""
    assert "<script>alert(2)</script>" in shown
    assert TRICKS.split(" ")[0] in shown
    asked = f"{HOSTILE} {TRICKS}"
    visit.ask(asked)
    question = page.locator(".turn .question").last.text_content() or ""
    assert "<script>alert(2)</script>" in question
    page.get_by_role("button", name="Copy with citations").first.click()
    page.get_by_text("Take away", exact=True).click()
    for name in ("Documents", "Timeline"):
        visit.view(name)
        page.locator(f"#{name.lower()} h2").first.wait_for()
    acting = "script, img, iframe, style, a[href^=javascript], [onerror], [onload]"
    assert page.locator(f":is(.log, .source, .view) :is({acting})").count() == 0
    page.evaluate("document.querySelector('#question textarea').removeAttribute('maxlength')")
    visit.view("Ask")
    page.get_by_label("Your question").fill("what " * 20_000)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_role("alert").get_by_text("Shorten the question").wait_for()


def test_two_tabs_are_two_conversations(browser: Browser, visit: Visit, address: str) -> None:
    visit.ask(WALK_IN)
    other = Visit(browser, address)
    assert other.outcomes() == []
    other.close()
    assert len(visit.outcomes()) == 1


def fetch(url: str, data: bytes | None = None, **headers: str) -> tuple[int, bytes]:
    request = urllib.request.Request(
        url, data, {k.replace("_", "-"): v for k, v in headers.items()}
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read()


def test_only_files_of_the_corpus_can_be_fetched(address: str, home: Path) -> None:
    secret = home / "secret.txt"
    secret.write_text("not of the corpus")
    climbing = ("../secret.txt", "..%2fsecret.txt", "%2e%2e%2fsecret.txt", "....//secret.txt")
    for path in (*climbing, str(secret), urllib.parse.quote(str(secret), safe=""), "app.py", ""):
        for base in ("papers/", "gradio_api/file=", "gradio_api/file/", "file=", "static/"):
            status, body = fetch(f"{address}/{base}{path}")
            assert b"not of the corpus" not in body
            assert status in (400, 403, 404, 405, 422), (base, path)
    status, body = fetch(f"{address}/papers/ccg-letter")
    assert (status, body) == (200, (home / "papers" / "ccg-letter.txt").read_bytes())


def multipart(name: str, content: bytes) -> tuple[bytes, dict[str, str]]:
    body = (
        f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
        + content
        + b"\r\n--x--\r\n"
    )
    return body, {"Content_Type": "multipart/form-data; boundary=x"}


def test_uploads_stay_in_their_folder_and_other_sites_cannot_send_any(
    address: str, home: Path
) -> None:
    before = {path.name for path in home.parent.rglob("*escaped*")}
    for name in ("../../escaped.txt", "/tmp/escaped.txt", "..\\escaped.txt"):
        body, headers = multipart(name, b"x")
        status, said = fetch(f"{address}/upload", body, **headers)
        assert status == 200, said
    assert {path.name for path in home.parent.rglob("*escaped*")} == before
    body, headers = multipart("a.txt", b"x")
    assert fetch(f"{address}/upload", body, Origin="https://evil.example", **headers)[0] == 403
    assert fetch(f"{address}/gradio_api/upload", body, **headers)[0] == 403, "gradio's own is shut"


def test_the_browser_is_told_to_load_from_here_only(address: str) -> None:
    with urllib.request.urlopen(address, timeout=60) as response:
        policy = response.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "http" not in policy


def test_health_says_that_it_is_ready(address: str) -> None:
    status, body = fetch(f"{address}/healthz")
    assert status == 200
    assert json.loads(body)["ready"] is True


def test_the_http_api_gives_the_same_answers(address: str) -> None:
    """As docs/chat.md shows it with curl: a call, then its result as an event."""
    call = f"{address}/gradio_api/call/ask"
    data = json.dumps({"data": [WALK_IN, [], "", "", "", ""]}).encode()
    _, body = fetch(call, data, Content_Type="application/json")
    event = json.loads(body)["event_id"]
    _, stream = fetch(f"{call}/{event}")
    answer = json.loads(stream.decode().partition("event: complete\ndata: ")[2].splitlines()[0])[0]
    assert answer["outcome"] == "answered"
    assert answer["citations"][0]["quote"] == CLOSES


def test_the_tools_of_other_assistants_answer(address: str) -> None:
    def call(method: str, **params: Any) -> Any:
        line = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
        accept = "application/json, text/event-stream"
        status, body = fetch(
            f"{address}/mcp/", line.encode(), Content_Type="application/json", Accept=accept
        )
        assert status == 200, body
        return json.loads(body)["result"]

    tools = {tool["name"] for tool in call("tools/list")["tools"]}
    assert tools == {"ask", "search", "commitments", "document", "documents"}
    result = call("tools/call", name="ask", arguments={"question": WALK_IN})
    assert json.loads(result["content"][0]["text"])["citations"][0]["quote"] == CLOSES
    result = call("tools/call", name="commitments", arguments={"firmness": "requested"})
    found = json.loads(result["content"][0]["text"])
    assert (found["total"], found["next"]) == (1, None)
    assert "be asked to report back in September 2016" in found["commitments"][0]["quote"]
    result = call("tools/call", name="commitments", arguments={"firmness": "firm"})
    assert result["isError"]
    assert "firmness 'firm': choose one of resolved," in result["content"][0]["text"]


def test_a_port_in_use_is_one_line_and_exit_code_2(address: str) -> None:
    port = str(urllib.parse.urlsplit(address).port)
    done = subprocess.run(
        [sys.executable, "app.py", "--port", port],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert f"port {port}" in done.stderr
    assert "--port" in done.stderr
