"""Records fetched from a site: what is brought, within which bounds, and how failures end."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import FetchError
from corpus.web.collect import collect
from corpus.web.types import Collected, Progress, WebOptions
from tests.web_site import MEETING, MEETING_PATH, PDF, Request, Site, give_meeting, serve

HERE = WebOptions(private=True, delay=0, retries=1, seconds=5)


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as site:
        yield site


def names(collected: list[Collected]) -> list[str]:
    return [item.path.name for item in collected if item.path]


def test_a_page_and_a_file_bring_themselves(site: Site, tmp_path: Path) -> None:
    site.pages["/news"] = b"<html><head><title>Winter plan: update</title><body><p>Words."
    site.pages["/files/Report%20one.pdf"] = PDF
    (page,) = collect(f"{site.address}/news#top", tmp_path, HERE)
    assert page.path == tmp_path / "Winter plan update.html"
    assert page.title == "Winter plan: update"
    (file,) = collect(f"{site.address}/files/Report one.pdf", tmp_path, HERE)
    assert file.path is not None
    assert file.path.name == "Report one.pdf"
    assert file.path.read_bytes() == PDF
    assert all("commissioning-record" in agent for agent in site.agents)


def test_a_meeting_brings_its_papers_and_says_what_they_are(site: Site, tmp_path: Path) -> None:
    give_meeting(site)
    told: list[Progress] = []
    collected = collect(f"{site.address}{MEETING_PATH}&Ver=4", tmp_path, HERE, told.append)
    assert [item.problem for item in collected] == [None] * 5
    page, attendance, minutes, plan, annex = collected
    assert page.stated["committee"] == "Health Board"
    assert page.stated["date"] == "2026-03-03"
    assert page.stated["kind"] == "minutes"
    assert page.stated["body"] == "Exampleshire County Council"
    assert attendance.path is not None
    assert (minutes.title, minutes.stated["kind"]) == ("Printed minutes", "minutes")
    assert plan.title == "Winter plan"
    assert plan.address == f"{site.address}/documents/s12/Winter%20plan.pdf"
    assert plan.stated == {
        "committee": "Health Board",
        "date": "2026-03-03",
        "body": "Exampleshire County Council",
    }
    assert annex.path is not None
    assert annex.path.read_bytes() == PDF + b"annex"
    assert not any("pack" in path for path in site.asked), "every paper of a pack comes by itself"
    assert (told[-1].done, told[-1].known) == (5, 5)


def test_a_committee_brings_its_meetings_and_the_earlier_ones(site: Site, tmp_path: Path) -> None:
    give_meeting(site)
    site.pages["/ieListMeetings.aspx?CId=7&Year=0"] = b"""<div id=modgov><form>
        <ul><li><a class=mgMeetingTableLnk href="ieListDocuments.aspx?CId=7&amp;MId=31&amp;Ver=4">
        3 Mar 2026</a></li></ul>
        <a href="ieListMeetings.aspx?Act=earlier&amp;CId=7&amp;D=2024">Earlier meetings</a>
        <a href="ieListMeetings.aspx?Act=later&amp;CId=7&amp;D=2027">Later meetings</a>
        </form></div>"""
    site.pages["/ieListMeetings.aspx?Act=earlier&CId=7&D=2024"] = b"""<div id=modgov>
        <a href="ieListDocuments.aspx?MId=30&amp;CId=7&amp;Ver=4">4 Feb 2024</a></div>"""
    site.pages["/ieListDocuments.aspx?CId=7&MId=30"] = b"""<html><div id=modgov>
        <h2 class=mgSubTitleTxt>Health Board - Sunday 4 February 2024</h2>
        <div class=mgContent><p>No papers.</div></div></html>"""
    collected = collect(f"{site.address}/mgCommitteeDetails.aspx?ID=7", tmp_path, HERE)
    assert [item.problem for item in collected] == [None] * 6
    assert collected[0].stated["date"] == "2026-03-03"
    assert collected[5].stated["date"] == "2024-02-04"
    assert not any("later" in path for path in site.asked)


def test_files_of_one_name_are_all_kept(site: Site, tmp_path: Path) -> None:
    site.pages[MEETING_PATH] = b"""<html><title>Board</title><div id=modgov>
        <a href="documents/s1/Report.pdf">One</a><a href="documents/s2/Report.pdf">Two</a></div>"""
    site.pages["/documents/s1/Report.pdf"] = PDF + b"1"
    site.pages["/documents/s2/Report.pdf"] = PDF + b"2"
    collected = collect(f"{site.address}{MEETING_PATH}", tmp_path, HERE)
    assert names(collected) == ["Board.html", "Report.pdf", "Report 2.pdf"]


@pytest.mark.parametrize("failure", ["404", "web page", "truncated", "packed"])
def test_a_paper_that_cannot_be_had_is_named_and_the_rest_comes(
    failure: str, site: Site, tmp_path: Path
) -> None:
    give_meeting(site)

    def fail(request: Request) -> None:
        if failure == "404":
            request.answer(b"gone", 404)
        elif failure == "web page":
            request.answer(b"<!DOCTYPE html><html><body>Please log in", kind="application/pdf")
        elif failure == "truncated":
            request.answer(PDF, Content_Length=str(len(PDF) + 100))
            request.handler.close_connection = True
        else:
            request.answer(PDF, Content_Encoding="gzip")

    site.pages["/documents/s12/Winter%20plan.pdf"] = fail
    collected = collect(f"{site.address}{MEETING_PATH}", tmp_path, HERE)
    (failed,) = [item for item in collected if item.problem]
    assert failed.path is None
    assert failed.problem is not None
    assert failed.problem.startswith(f"{site.address}/documents/s12/Winter%20plan.pdf: ")
    assert "\n" not in failed.problem
    assert len(names(collected)) == 4
    assert not (tmp_path / ".part").exists()


def test_what_fails_in_passing_is_asked_for_again(site: Site, tmp_path: Path) -> None:
    def recover(request: Request) -> None:
        if request.number == 1:
            request.answer(b"busy", 500)
        else:
            request.answer(b"<html><body><p>Here.")

    site.pages["/page"] = recover
    assert names(collect(f"{site.address}/page", tmp_path, HERE)) == ["page.html"]
    assert site.count("/page") == 2


def test_it_waits_as_long_as_the_server_asks(site: Site, tmp_path: Path) -> None:
    def later(request: Request) -> None:
        if request.number == 1:
            request.answer(b"slow down", 429, Retry_After="1")
        else:
            request.answer(b"<html><body><p>Here.")

    site.pages["/page"] = later
    begun = time.monotonic()
    collect(f"{site.address}/page", tmp_path, HERE)
    assert time.monotonic() - begun >= 1
    site.pages["/never"] = lambda request: request.answer(b"", 503, Retry_After="9999")
    with pytest.raises(FetchError, match="come back in 9999 s"):
        collect(f"{site.address}/never", tmp_path, HERE)
    assert site.count("/never") == 1


def test_requests_to_a_host_stand_apart(site: Site, tmp_path: Path) -> None:
    give_meeting(site)
    begun = time.monotonic()
    collect(f"{site.address}{MEETING_PATH}", tmp_path, replace(HERE, delay=0.1))
    assert time.monotonic() - begun >= 0.5  # five requests after the first


def test_robots_txt_is_obeyed(site: Site, tmp_path: Path) -> None:
    give_meeting(site)
    site.pages["/robots.txt"] = b"User-agent: *\nDisallow: /documents/*Annex\nCrawl-delay: 0.05\n"
    collected = collect(f"{site.address}{MEETING_PATH}", tmp_path, HERE)
    (refused,) = [item for item in collected if item.problem]
    assert refused.address.endswith("/Annex%201.pdf")
    assert "robots.txt" in (refused.problem or "")
    assert site.count("/documents/s13/Annex%201.pdf") == 0
    site.pages["/robots.txt"] = lambda request: request.answer(b"", 500)
    with pytest.raises(FetchError, match=r"robots\.txt: the site answers HTTP 500"):
        collect(f"{site.address}/page", tmp_path, replace(HERE, retries=0))


def test_redirects_are_followed_on_the_host_only(site: Site, tmp_path: Path) -> None:
    site.pages["/old"] = lambda request: request.answer(b"", 301, Location="/new")
    site.pages["/new"] = b"<html><body><p>Moved here."
    (page,) = collect(f"{site.address}/old", tmp_path, HERE)
    assert page.address == f"{site.address}/new"
    site.pages["/out"] = lambda request: request.answer(b"", 302, Location="http://localhost:1/")
    with pytest.raises(FetchError, match="leads to another host, localhost"):
        collect(f"{site.address}/out", tmp_path, HERE)
    site.pages["/loop"] = lambda request: request.answer(b"", 302, Location="/loop")
    with pytest.raises(FetchError, match="without end"):
        collect(f"{site.address}/loop", tmp_path, HERE)
    site.pages["/file"] = lambda request: request.answer(b"", 302, Location="file:///etc/passwd")
    with pytest.raises(FetchError, match="not a web address"):
        collect(f"{site.address}/file", tmp_path, HERE)
    site.pages["/gone"] = lambda request: request.answer(b"", 302, Location="/mgError.aspx?no=404")
    with pytest.raises(FetchError, match="no such page"):
        collect(f"{site.address}/gone", tmp_path, HERE)


def test_private_machines_are_refused_unless_allowed(site: Site, tmp_path: Path) -> None:
    site.pages["/page"] = b"<html><body><p>Inside."
    port = site.address.rpartition(":")[2]
    for host in ("127.0.0.1", "localhost", "0x7f.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]"):
        with pytest.raises(FetchError, match="inside a private network"):
            collect(f"http://{host}:{port}/page", tmp_path, replace(HERE, private=False))
    assert site.asked == []


def test_a_name_is_checked_where_the_connection_goes(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that gives a public number first and a private one next is refused at the second."""
    import socket

    numbers = iter(["192.0.2.1", "127.0.0.1"])
    port = int(site.address.rpartition(":")[2])

    def look_up(*args: object, **more: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(numbers), port))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    options = WebOptions(delay=0, retries=0, seconds=0.5)
    for _ in range(2):
        with pytest.raises(FetchError):
            collect(f"http://rebinding.example:{port}/page", tmp_path, options)
    assert site.asked == []


def test_bodies_are_bounded(site: Site, tmp_path: Path) -> None:
    site.pages["/big.pdf"] = PDF + bytes(100_000)
    with pytest.raises(FetchError, match="larger than 50,000 bytes"):
        collect(f"{site.address}/big.pdf", tmp_path, replace(HERE, file_bytes=50_000))

    def endless(request: Request) -> None:
        request.handler.send_response(200)
        request.handler.send_header("Transfer-Encoding", "chunked")
        request.handler.end_headers()
        while True:
            request.handler.wfile.write(b"1000\r\n" + bytes(4096) + b"\r\n")

    site.pages["/endless.pdf"] = endless
    with pytest.raises(FetchError, match="larger than 50,000 bytes"):
        collect(f"{site.address}/endless.pdf", tmp_path, replace(HERE, file_bytes=50_000))


def test_slow_answers_end_at_the_limit(site: Site, tmp_path: Path) -> None:
    def drip(request: Request) -> None:
        request.handler.send_response(200)
        request.handler.send_header("Content-Length", "1000")
        request.handler.end_headers()
        for _ in range(50):  # each byte in time, the whole never
            request.handler.wfile.write(b"x")
            request.handler.wfile.flush()
            time.sleep(0.05)

    site.pages["/slow"] = drip
    begun = time.monotonic()
    with pytest.raises(FetchError, match="no whole answer came"):
        collect(f"{site.address}/slow", tmp_path, replace(HERE, seconds=0.4, retries=0))
    assert time.monotonic() - begun < 2


def test_a_run_over_its_pages_says_what_is_left_and_goes_on(site: Site, tmp_path: Path) -> None:
    give_meeting(site)
    address = f"{site.address}{MEETING_PATH}"
    collected = collect(address, tmp_path, replace(HERE, pages=3))
    assert len(names(collected)) == 3
    assert collected[-1].problem is not None
    assert "2 known addresses are left" in collected[-1].problem
    asked = len(site.asked)
    again = collect(address, tmp_path, replace(HERE, pages=3))
    assert len(names(again)) == 5
    assert all(item.problem is None for item in again)
    assert len(site.asked) - asked == 3, "the two that were left, and robots.txt"


def test_a_run_that_is_cut_short_is_carried_on_with(site: Site, tmp_path: Path) -> None:
    give_meeting(site)

    class CutError(Exception):
        pass

    def cut(progress: Progress) -> None:
        if progress.done == 3:
            raise CutError

    with pytest.raises(CutError):
        collect(f"{site.address}{MEETING_PATH}", tmp_path, HERE, cut)
    collected = collect(f"{site.address}{MEETING_PATH}", tmp_path, HERE)
    assert len(names(collected)) == 5
    assert site.count(MEETING_PATH) == 1
    assert site.count("/documents/s13/Annex%201.pdf") == 1


def test_a_later_run_asks_only_for_what_has_changed(site: Site, tmp_path: Path) -> None:
    body = [b"<html><body><p>First."]

    def tagged(request: Request) -> None:
        tag = f'"{len(body)}"'
        if request.headers.get("If-None-Match") == tag:
            request.answer(b"", 304, ETag=tag)
        else:
            request.answer(body[-1], ETag=tag)

    site.pages["/page"] = tagged
    address = f"{site.address}/page"
    assert [one.unchanged for one in collect(address, tmp_path, HERE)] == [False]
    assert [one.unchanged for one in collect(address, tmp_path, HERE)] == [True]
    body.append(b"<html><body><p>Second.")
    (page,) = collect(address, tmp_path, HERE)
    assert not page.unchanged
    assert page.path is not None
    assert page.path.read_bytes() == body[-1]
    assert sorted(path.name for path in tmp_path.iterdir()) == [".state.json", "page.html"]


def test_a_damaged_state_costs_time_only(site: Site, tmp_path: Path) -> None:
    site.pages["/page"] = b"<html><body><p>Words."
    collect(f"{site.address}/page", tmp_path, HERE)
    (tmp_path / ".state.json").write_text('{"format": 1, "run": []', encoding="utf-8")
    assert names(collect(f"{site.address}/page", tmp_path, HERE)) == ["page.html"]


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.org/x",
        "file:///etc/passwd",
        "https://",
        "http://a:b@example.org/",
        "https://[",
    ],
)
def test_what_is_no_web_address_is_refused(address: str, tmp_path: Path) -> None:
    with pytest.raises(FetchError):
        collect(address, tmp_path, HERE)


def test_a_name_from_the_server_cannot_leave_the_folder(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    site.pages["/x"] = lambda request: request.answer(
        PDF, kind="application/pdf", Content_Disposition='attachment; filename="../../evil.pdf"'
    )
    (file,) = collect(f"{site.address}/x", folder, HERE)
    assert file.path == folder / "evil.pdf"
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_the_fixture_is_a_page_that_the_reader_takes() -> None:
    from corpus.reading.html.markup import parse_markup
    from corpus.reading.moderngov.reader import read_moderngov

    assert "The plan was agreed." in read_moderngov(parse_markup(MEETING.encode())).text
