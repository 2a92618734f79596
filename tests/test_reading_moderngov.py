"""ModernGov's pages and the answers of its web service, written here in the form it gives them."""

from __future__ import annotations

import html
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ReadingError
from corpus.reading import read_file
from corpus.reading.types import Reading
from corpus.structure.passages import read_passages

HEAD = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<meta name="DC.title" content="Agenda for Health Board on Tuesday 3 March 2026, 7:00 pm"/>
<meta name="DC.date" scheme="W3CDTF" content="2026-03-03"/>
<title>Agenda for Health Board on Tuesday 3 March 2026, 7:00 pm - Exampleshire
Council</title></head>
<body><a class="sr-only" href="#mgMainContent">Skip to main content</a>
<p>This is a default template, your custom branding appears to be missing.</p>
<div class="menu"><ul class="menu-list"><li><a
href="mgCalendarMonthView.aspx">Calendar</a></li></ul>
</div><div role="main"><div id="modgov">
<div class="mgHeader"><h1  class="mgMainTitleTxt" >Agenda and minutes</h1></div>
"""
FOOT = """<div class="mgFooter" ><p>&nbsp;</p><script>var mediaPlayers = [];</script></div>
</div></div><footer>&copy; Exampleshire Council</footer></body></html>"""

AGENDA = (
    HEAD
    + """<div class="mgSubTitle" ><h2 class="mgSubTitleTxt"><a href="mgCommitteeDetails.aspx?ID=7"
title="Link&#32;to&#32;Health&#32;Board">Health Board - Tuesday 3 March 2026 7&#58;00
pm</a></h2></div>
<p>You can view the individual reports by selecting the headings below.</p>
<div class="mgLinks" ><ul class="mgActionList" >
<li><a href="mgMeetingAttendance.aspx?ID=31">Attendance details</a></li></ul></div>
<div class="mgContent" ><p><span class="mgLabel" >Venue: </span>Town Hall &amp;amp; Annexe. <a
href="mgLocationDetails.aspx?RID=1"> View directions</a></p>
<table class="mgItemTable"  summary="Table of agenda items" id="mgItemTable">
<caption class="mgSectionTitle" >Items</caption>
<tr><th class="mgHide" scope="col">No.</th><th class="mgHide" scope="col">Item</th></tr>
<tr><td class="mgItemNumberCell" ><p class="mgAiTitleTxt" ><a name="AI1"></a>54.</p></td>
<td><p class="mgAiTitleTxt" >Apologies for Absence</p>
<p class="mgSubItemTitleTxt">Minutes:</p><div class="mgWordPara"><div class="WordSection1">
<p class="MsoNormal">Apologies were received from Councillor
<span class="SpellE">Okonjo</span>.<span style="">&nbsp;</span></p>
<p class="MsoNormal">&nbsp;</p></div></div></td></tr>
<tr><td class="mgItemNumberCell" ><p class="mgAiTitleTxt" >55.</p></td>
<td><p class="mgAiTitleTxt" ><a class="mgAiTitleLnk" href="documents/s12/Winter plan.pdf"
title="Link&#32;to&#32;document">Winter plan <span class="mgFileSize" ><img alt="pdf icon" /> PDF
99 KB
</span> </a></p><div class="mgWordPara"><p class="MsoNormal">To receive the plan.</p></div>
<p class="mgSubItemTitleTxt">Additional documents:</p><ul class="mgBulletList" >
<li><a href="documents/s13/Annex 1.pdf">Annex 1 <span class="mgHide" >, item 55.</span>
<span class="mgFileSize" > PDF 1 MB</span> </a></li></ul>
<p class="mgSubItemTitleTxt">Decision:</p><div class="mgWordPara"><div class="WordSection1">
<p class="MsoNormal"><b>RESOLVED</b> that:</p>
<p class="MsoListParagraphCxSpFirst" style="text-indent:-18.0pt"><span style=""><span
style="">1.<span
style="font:7.0pt &quot;Times New Roman&quot;">&nbsp;&nbsp;&nbsp;</span></span></span>the plan be
noted;</p><p class="MsoListParagraphCxSpMiddle">&nbsp;</p>
<p class="MsoListParagraphCxSpLast" style="text-indent:-18.0pt"><span style=""><span
style="">2.<span
style="font:7.0pt &quot;Times New Roman&quot;">&nbsp;&nbsp;&nbsp;</span></span></span>a report be
brought back.</p></div></div></td></tr></table></div>"""
    + FOOT
)


def save(tmp_path: Path, markup: str, suffix: str = ".html") -> Reading:
    path = tmp_path / f"page{suffix}"
    path.write_text(markup, encoding="utf-8")
    return read_file(path)


def headings(reading: Reading) -> list[tuple[int, str]]:
    return [(h.level, reading.text[h.start :].split("\n")[0]) for h in reading.headings]


def test_an_agenda_page_is_its_items_under_their_headings(tmp_path: Path) -> None:
    reading = save(tmp_path, AGENDA)
    assert headings(reading) == [
        (1, "Health Board - Tuesday 3 March 2026 7:00 pm"),
        (2, "54. Apologies for Absence"),
        (3, "Minutes"),
        (2, "55. Winter plan"),
        (3, "Additional documents"),
        (3, "Decision"),
    ]
    for noise in ("template", "Calendar", "PDF", ", item 55", "Items", "No.", "Exampleshire"):
        assert noise not in reading.text
    assert "Venue: Town Hall & Annexe." in reading.text
    assert "• Winter plan (documents/s12/Winter%20plan.pdf)" in reading.text
    assert "• Annex 1 (documents/s13/Annex%201.pdf)" in reading.text


def test_the_resolution_of_an_item_is_a_passage_with_its_number(tmp_path: Path) -> None:
    reading = save(tmp_path, AGENDA)
    passages = read_passages("x", reading.text)
    (noted,) = [passage for passage in passages if passage.text == "the plan be noted;"]
    assert reading.text[noted.start : noted.end] == noted.text
    assert reading.text[noted.start - 3 : noted.start] == "1. "


def test_an_agenda_page_says_what_it_is(tmp_path: Path) -> None:
    reading = save(tmp_path, AGENDA)
    assert reading.stated == {
        "title": "Health Board - Tuesday 3 March 2026 7:00 pm",
        "body": "Exampleshire Council",
        "committee": "Health Board",
        "kind": "minutes",
        "date": "2026-03-03",
    }
    without = AGENDA.replace(">Minutes:<", ">Documents:<")
    assert save(tmp_path, without).stated["kind"] == "agenda"


def test_a_single_item_is_of_its_meeting(tmp_path: Path) -> None:
    page = """<div id="modgov"><div class="mgHeader"><h1 class="mgMainTitleTxt">Agenda
    item</h1></div>
        <div class="mgSubTitle"><h2 class="mgSubTitleTxt">Update on 5 wards</h2></div>
        <div class="mgContent"><ul class="mgBulletList"><li>Meeting of
        <a href="ieListDocuments.aspx?CId=7&amp;MId=31">Health Board, Tuesday, 3rd March, 2026 7.00
        pm
        (Item 55.)</a></li></ul><div class="mgWordPara"><p class="MsoNormal">To receive
        it.</p></div>
        <h3 class="mgSubSubTitleTxt">Minutes:</h3><div class="mgWordPara"><p>It was
        received.</p></div>
        </div></div>"""
    reading = save(tmp_path, page)
    assert headings(reading) == [(1, "Update on 5 wards"), (3, "Minutes")]
    assert reading.stated == {
        "title": "Update on 5 wards",
        "committee": "Health Board",
        "kind": "minutes",
        "date": "2026-03-03",
    }


def test_a_decision_is_its_labels_and_words(tmp_path: Path) -> None:
    page = """<div id="modgov"><h1 class="mgMainTitleTxt">Decision details</h1><div
    class="mgSubTitle" >
        <h2 class="mgSubTitleTxt">Repair of the lift</h2></div><div class="mgContent" >
        <p><span  class="mgLabel" >Decision Maker: </span>Cabinet</p>
        <p><span  class="mgLabel" >Is Key decision?: </span>No</p>
        <h3 class="mgSubSubTitleTxt">Decision:</h3><div class="mgWordPara"><p class="MsoNormal">The
        repair is approved.</p></div>
        <p><span class="mgLabel" >Publication date: </span>10&#47;12&#47;2025</p>
        <p><span class="mgLabel" >Date of decision: </span>27&#47;07&#47;2025</p></div></div>"""
    reading = save(tmp_path, page)
    assert reading.text.splitlines()[:5:2] == [
        "Repair of the lift",
        "Decision Maker: Cabinet",
        "Is Key decision?: No",
    ]
    assert reading.stated == {
        "title": "Repair of the lift",
        "committee": "Cabinet",
        "kind": "other",
        "date": "2025-07-27",
    }
    officer = save(tmp_path, page.replace("</span>Cabinet", "</span>Director of Homes"))
    assert "committee" not in officer.stated


def test_attendance_is_a_row_a_person(tmp_path: Path) -> None:
    page = """<div id="modgov"><h1 class="mgMainTitleTxt">Meeting attendance</h1>
        <h2 class="mgSubTitleTxt">Health Board - Tuesday, 3rd March, 2026 7.00 pm</h2>
        <div class="mgContent"><table summary="Table of meeting attendance"><thead><tr>
        <th scope="col">Attendee</th><th scope="col">Role</th><th
        scope="col">Attendance</th></tr></thead>
        <tbody><tr><td><a href="mgUserInfo.aspx?UID=1">Cllr A. Okonjo</a></td><td>Chair</td>
        <td>Present</td></tr><tr><td>Dr B. Hall</td><td>Member</td><td>Apologies, sent
        representative</td></tr></tbody></table></div></div>"""
    reading = save(tmp_path, page)
    assert (
        "Attendee\tRole\tAttendance\nCllr A. Okonjo\tChair\tPresent\n"
        "Dr B. Hall\tMember\tApologies, sent representative\n"
    ) in reading.text
    assert reading.stated["committee"] == "Health Board"
    assert reading.stated["kind"] == "other"


def test_a_list_of_meetings_is_read_without_its_form(tmp_path: Path) -> None:
    page = """<div id="modgov"><h1 class="mgMainTitleTxt">Browse meetings</h1><h2
    class="mgSubTitleTxt">
        Health Board</h2><form method="post"><div
        class="mgContent"><label>Year</label><select><option>
        2026</option></select><div class='mgMeetingsEarlierLater'><a>Earlier meetings</a></div>
        <div class="mgTableTitleTxt">Meetings</div><ul class="mgNonBulletTableList"><li>
        <a class="mgMeetingTableLnk" href="ieListDocuments.aspx?CId=7&amp;MId=31&amp;Ver=4">3 Mar
        2026&nbsp;7&#58;00 pm</a> - Agenda, Minutes</li></ul></div></form></div>"""
    reading = save(tmp_path, page)
    assert reading.text == "Health Board\n\nMeetings\n\n• 3 Mar 2026 7:00 pm - Agenda, Minutes\n"


MEETING = """<?xml version="1.0" encoding="utf-8"?>
<meeting>
  <meetingid>31</meetingid><meetingdate>03/03/2026</meetingdate><meetingtime>7.00 pm</meetingtime>
  <meetingstatus>Confirmed</meetingstatus><meetinglocation>Town Hall</meetinglocation>
  <agendaitems><agendaitem>
    <agendaitemtitle>Fees &amp;amp; charges</agendaitemtitle>
    <fulldisplaynumberformat>4.</fulldisplaynumberformat>
    <agendatext>
    </agendatext>
    <minutesnonemptyhtmlbody>&lt;div class="WordSection1"&gt;
&lt;p class="MsoNormal"&gt;The Board &amp;amp;amp; its partners agreed.&lt;/p&gt;
&lt;p style="display:none"&gt;hidden words&lt;/p&gt;&lt;/div&gt;</minutesnonemptyhtmlbody>
    <linkeddocuments><linkeddoc><title>Report</title><isrestricted>False</isrestricted>
      <url>https://democracy.example.gov.uk/mgConvert2PDF.aspx?ID=1</url>
      <committeetitle>Health Board</committeetitle></linkeddoc>
      <linkeddoc><title>Exempt report</title><isrestricted>True</isrestricted>
      <url>https://democracy.example.gov.uk/mgConvert2PDF.aspx?ID=2</url></linkeddoc>
    </linkeddocuments>
  </agendaitem></agendaitems>
  <attendees>
    <attendee memberid="1" name="Cllr A. Okonjo" roledescription="Chair" attendance="Present"/>
    <attendee memberid="2" name="Dr B. Hall" roledescription="Member" attendance="Apologies"/>
  </attendees>
</meeting>
"""
SOAP = (
    '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>'
    '<GetMeetingResponse xmlns="http://moderngov.co.uk/namespaces"><GetMeetingResult>{}'
    "</GetMeetingResult></GetMeetingResponse></soap:Body></soap:Envelope>"
)


@pytest.mark.parametrize("envelope", ["{}", SOAP])
def test_a_meeting_of_the_web_service(envelope: str, tmp_path: Path) -> None:
    bare = MEETING.partition("?>\n")[2]
    reading = save(tmp_path, envelope.format(bare), ".xml")
    assert reading.text == (
        "Health Board, 03/03/2026 7.00 pm\n\nVenue: Town Hall\n\nStatus: Confirmed\n\n"
        "Attendance\n\n"
        "Name\tRole\tAttendance\nCllr A. Okonjo\tChair\tPresent\nDr B. Hall\tMember\tApologies\n\n"
        "4. Fees & charges\n\nMinutes\n\nThe Board & its partners agreed.\n\nDocuments\n\n"
        "• Report (https://democracy.example.gov.uk/mgConvert2PDF.aspx?ID=1)\n"
    )
    assert (2, "4. Fees & charges") in headings(reading)
    assert reading.notes == ("2 words of hidden text were left out.",)
    assert reading.stated == {
        "title": "Health Board, 03/03/2026 7.00 pm",
        "committee": "Health Board",
        "kind": "minutes",
        "date": "2026-03-03",
    }


def test_minutes_that_stand_unescaped_in_the_xml_are_read_too(tmp_path: Path) -> None:
    xml = MEETING.replace("&lt;", "<").replace("&gt;", ">").replace("<p style", "<p  style")
    assert "The Board & its partners agreed.\n\nDocuments" in save(tmp_path, xml, ".xml").text


def test_meetings_and_committees_of_the_web_service(tmp_path: Path) -> None:
    meetings = """<getmeetings><meetingscount>
    1</meetingscount><committee><committeeid>7</committeeid>
        <committeetitle>Health
        Board</committeetitle><committeemeetings><meeting><meetingid>31</meetingid>
        <meetingdate>03/03/2026</meetingdate><meetingstatus>Confirmed</meetingstatus></meeting>
        </committeemeetings></committee></getmeetings>"""
    assert save(tmp_path, meetings, ".xml").text == (
        "Health Board\n\nDate\tStatus\n03/03/2026\tConfirmed\n"
    )
    committees = """<committees><committeescount>
    1</committeescount><committee><committeeid>7</committeeid>
        <committeetitle>Health &amp;amp; Care Board</committeetitle><committeecategory>Boards
        </committeecategory></committee></committees>"""
    assert save(tmp_path, committees, ".xml").text == (
        "Committees\n\nCommittee\tCategory\nHealth & Care Board\tBoards\n"
    )


@pytest.mark.parametrize(
    ("xml", "message"),
    [
        ("<rss><channel/></rss>", "kind that is not read"),
        ("<meeting><agendaitems>", "damaged XML"),
        ('<!DOCTYPE x [<!ENTITY a "aaaa">]><meeting>&a;</meeting>', "entities"),
    ],
)
def test_other_xml_is_an_error(xml: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=message):
        save(tmp_path, xml, ".xml")


@settings(max_examples=60, deadline=None)
@given(
    title=st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=30),
    times=st.integers(1, 3),
)
def test_a_title_comes_back_however_often_it_was_escaped(
    title: str, times: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    escaped = f"Item {title} & more"
    if html.unescape(escaped) != escaped or "<" in title:  # is an escape, or markup, to begin with
        return
    for _ in range(times):
        escaped = html.escape(escaped)
    xml = (
        f"<meeting><agendaitem><agendaitemtitle>{escaped}</agendaitemtitle></agendaitem></meeting>"
    )
    reading = save(tmp_path_factory.mktemp("xml"), xml, ".xml")
    assert "& more" in reading.text
    assert "&amp;" not in reading.text
