"""A web site on this machine that the tests of fetching visit, in the manner of ModernGov."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Page = Callable[["Request"], None]


@dataclass
class Request:
    """One request, and the means to answer it."""

    path: str
    headers: dict[str, str]
    handler: BaseHTTPRequestHandler
    number: int  # requests for this path so far, this one counted

    def answer(
        self, body: bytes = b"", status: int = 200, kind: str = "text/html", **headers: str
    ) -> None:
        self.handler.send_response(status)
        headers.setdefault("Content-Length", str(len(body)))
        headers.setdefault("Content-Type", kind)
        for name, value in headers.items():
            self.handler.send_header(name.replace("_", "-"), value)
        self.handler.end_headers()
        self.handler.wfile.write(body)


@dataclass
class Site:
    """What is served under each path (query included), and what was asked for, in order."""

    address: str
    pages: dict[str, Page | bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)

    def count(self, path: str) -> int:
        return self.asked.count(path)


@contextmanager
def serve() -> Iterator[Site]:
    """A site that answers 404 until it is given pages."""
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            with lock:
                site.asked.append(self.path)
                site.agents.add(self.headers.get("User-Agent", ""))
                number = site.asked.count(self.path)
            request = Request(self.path, dict(self.headers.items()), self, number)
            page = site.pages.get(self.path)
            try:
                if page is None:
                    request.answer(b"no such page", 404)
                elif isinstance(page, bytes):
                    kind = "application/pdf" if page.startswith(b"%PDF") else "text/html"
                    request.answer(page, kind=kind)
                else:
                    page(request)
            except (BrokenPipeError, ConnectionResetError):  # a client that has seen enough
                self.close_connection = True

        def log_message(self, *told: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site = Site(address=f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


PDF = b"%PDF-1.4\n% a paper\n%%EOF\n"

MEETING = """<!DOCTYPE html><html><head><title>Agenda for Health Board on Tuesday 3 March 2026,
7:00 pm - Exampleshire County Council</title></head><body>
<nav><a href="ieListMeetings.aspx?CId=7&amp;Year=0">Meetings</a></nav>
<div id="modgov"><div class="mgSubTitle"><h2 class="mgSubTitleTxt"><a
href="mgCommitteeDetails.aspx?ID=7">Health Board - Tuesday 3 March 2026 7&#58;00 pm</a></h2></div>
<div class="mgLinks"><ul class="mgActionList">
<li><a href="mgMeetingAttendance.aspx?ID=31">Attendance details</a></li>
<li><a href="documents/g31/Public reports pack 03-Mar-2026.pdf?T=10">Public reports pack</a></li>
<li><a href="documents/g31/Printed minutes 03-Mar-2026.pdf?T=1">Printed minutes
<span class="mgFileSize">PDF 111 KB</span></a></li></ul></div>
<div class="mgContent"><table class="mgItemTable"><tr><td class="mgItemNumberCell">
<p class="mgAiTitleTxt">4.</p></td><td><p class="mgAiTitleTxt"><a class="mgAiTitleLnk"
href="documents/s12/Winter plan.pdf">Winter plan <span class="mgFileSize">PDF 9 KB</span></a></p>
<p class="mgSubItemTitleTxt">Additional documents:</p><ul class="mgBulletList">
<li><a href="documents/s13/Annex 1.pdf">Annex 1</a></li>
<li><a href="https://elsewhere.example.org/documents/s1/Other.pdf">Other</a></li></ul>
<p class="mgSubItemTitleTxt">Minutes:</p><div class="mgWordPara"><p class="MsoNormal">The plan
was agreed.</p></div></td></tr></table></div></div></body></html>"""

MEETING_PATH = "/ieListDocuments.aspx?CId=7&MId=31"


def give_meeting(site: Site) -> None:
    """A meeting with its papers, as ModernGov serves them."""
    site.pages |= {
        MEETING_PATH: MEETING.encode(),
        f"{MEETING_PATH}&Ver=4": MEETING.encode(),
        "/mgMeetingAttendance.aspx?ID=31": b"<html><body><div id=modgov><h2 class=mgSubTitleTxt>"
        b"Attendance</h2><div class=mgContent><table><tr><th>Attendee<th>Role<tr><td>Cllr A<td>"
        b"Chair</table></div></div></body></html>",
        "/documents/g31/Printed%20minutes%2003-Mar-2026.pdf?T=1": PDF + b"minutes",
        "/documents/s12/Winter%20plan.pdf": PDF + b"plan",
        "/documents/s13/Annex%201.pdf": PDF + b"annex",
    }
