"""HTML: what a person sees of a page is read, in order and with its structure; the rest is not."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import ReadingError
from corpus.reading import read_file
from corpus.reading.html.reader import read_html, read_markup
from corpus.reading.types import Reading


def read(markup: str) -> Reading:
    return read_markup(markup.encode())


def blocks(markup: str) -> list[str]:
    return read(markup).text.strip("\n").split("\n\n")


def page(tmp_path: Path, markup: str | bytes) -> Reading:
    path = tmp_path / "page.html"
    path.write_bytes(markup.encode() if isinstance(markup, str) else markup)
    return read_html(path)


def test_paragraphs_headings_and_breaks() -> None:
    reading = read(
        "<h1>Board <em>minutes</em></h1>Loose<p>One\n two<br>three<h3>Next</h3><div>Four"
    )
    assert reading.text == "Board minutes\n\nLoose\n\nOne two\nthree\n\nNext\n\nFour\n"
    shown = [(reading.text[h.start :].split("\n")[0], h.level) for h in reading.headings]
    assert shown == [("Board minutes", 1), ("Next", 3)]


def test_lists_are_numbered_as_a_person_sees_them() -> None:
    assert blocks(
        "<ol start=3><li>three<ol type=a><li>a<ol type=i><li>i<li>ii</ol></ol>"
        "<li value=9>nine<li>ten</ol><ol reversed type=A><li>B<li>A</ol>"
        "<ol style='list-style-type:lower-roman' start=4><li>four</ol>"
    ) == ["3. three", "a. a", "i. i", "ii. ii", "9. nine", "10. ten", "B. B", "A. A", "iv. four"]


def test_bullets_show_their_depth_and_numbers_do_not_count_as_depth() -> None:
    assert blocks(
        "<ul><li>a<ul><li>b<ul><li>c</ul></ul><li>d</ul><ol><li>n<ul><li>e</ul></ol>"
        "<ul style='list-style:none'><li>2.1 typed</ul>"
    ) == ["• a", "◦ b", "▪ c", "• d", "1. n", "• e", "2.1 typed"]


def test_a_second_paragraph_of_an_item_has_no_number() -> None:
    assert blocks("<ol><li><p>First</p><p>more</p><li><p>Second</p></ol>") == [
        "1. First",
        "more",
        "2. Second",
    ]


def test_tables_are_rows_with_spanned_places_empty() -> None:
    reading = read(
        "Before<table><caption>Budget</caption><tr><th>Item<th colspan=2>Cost</tr>"
        "<tr><td rowspan=2>Beds<td>1<td>£2<br>m</tr><tr><td>3<td>4</tr></table>After"
    )
    assert reading.text == ("Before\n\nBudget\n\nItem\tCost\nBeds\t1\t£2 m\n\t3\t4\n\nAfter\n")


def test_a_table_that_only_lays_out_is_written_as_paragraphs() -> None:
    long = "<p>The committee considered the report at length and in detail.</p>" * 8
    found = blocks(
        f"<table><tr><td>4.2<td><h3>Budget</h3>{long}<table><tr><td>x<td>y</table></table>"
    )
    assert found[0] == "4.2 Budget"
    assert found[1].startswith("The committee")
    assert found[-1] == "x\ty"


def test_terms_stand_with_their_definitions() -> None:
    assert blocks("<dl><dt>Chair<dd>Cllr Hall<dt>Quorum<dd><p>Four.<p>Or five.</dl>") == [
        "Chair\nCllr Hall",
        "Quorum",
        "Four.",
        "Or five.",
    ]


def test_a_raised_number_stays_raised() -> None:
    assert read("<p>in 2014<sup>3</sup> or 10<sup>th</sup>").text == "in 2014³ or 10th\n"


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>secret</p>",
        "<p aria-hidden=true>secret</p>",
        "<div style='display : none'><b>secret</b></div>",
        "<span style='visibility:hidden'>secret</span>",
        "<span style='font-size:0'>secret</span>",
        "<span style='font-size: 0.1px'>secret</span>",
        "<span style='font: 0/0 a'>secret</span>",
        "<span style='opacity:0'>secret</span>",
        "<span style='color:#FFF'>secret</span>",
        "<font color=white>secret</font>",
        "<div style='background:#000;color:rgb(0, 0, 0)'>secret</div>",
        "<span style='mso-hide:all'>secret</span>",
        "<p style='position:absolute;left:-9999px'>secret</p>",
        "<dialog>secret</dialog>",
        "&lt;p hidden&gt;secret&lt;/p&gt;",
    ],
)
def test_hidden_text_is_left_out_and_counted(hidden: str) -> None:
    reading = read(f"<p>seen</p>{hidden}<p>after</p>")
    assert reading.text == "seen\n\nafter\n"
    assert reading.notes == ("1 word of hidden text was left out.",)


@pytest.mark.parametrize(
    "shown",
    [
        "<table bgcolor='#003366'><tr><td style='color:white'>word<td>two</table>",
        "<p style='font-size:0.9em'>word</p>",
        "<p style='font:7.0pt Arial'>word</p>",
        "<p style='font-size:10px;opacity:0.5'>word</p>",
        "<p style='color:white;background:url(x.png) #003366'>word</p>",
        "<details><summary>More</summary>word</details>",
    ],
)
def test_what_is_shown_stays(shown: str) -> None:
    reading = read(f"<p>seen</p>{shown}")
    assert "word" in reading.text
    assert reading.notes == ()


def test_code_comments_and_controls_are_no_text() -> None:
    markup = (
        "<p><style>p{}</style><script>var a='no'</script><!-- no --><noscript>no</noscript>"
        "<form action=x><label for=y>no</label><input value=no><select><option>no</select>"
        "<button>no</button><textarea>no</textarea><p>yes</form><svg><text>no</text></svg>"
    )
    assert read(markup).text == "yes\n"
    assert read(markup).notes == ()


def test_navigation_banners_and_cookie_notices_are_left_out(tmp_path: Path) -> None:
    words = "<p>The board met and agreed the plan for the winter.</p>" * 5
    reading = page(
        tmp_path,
        "<html><head><title>Minutes</title></head><body class='no-cookies'>"
        "<div id=cookie-banner><p>We use cookies.<button>Accept</button></div>"
        "<header><p>Site name</p></header><nav><a href=a>Home</a></nav>"
        "<div class=breadcrumb><a href=a>Home</a> &gt; <a href=b>News</a></div>"
        f"<div id=wrapper><article><header><h1>Minutes</h1></header>{words}</article></div>"
        "<aside><p>Related</p></aside><footer><p>Crown copyright</p></footer></body></html>",
    )
    assert reading.text.startswith("Minutes\n\nThe board met")
    for word in ("cookies", "Site name", "Home", "Related", "copyright"):
        assert word not in reading.text


def test_a_page_whose_main_part_is_nearly_empty_is_read_whole(tmp_path: Path) -> None:
    words = "<p>The board met and agreed the plan for the winter.</p>" * 5
    assert "agreed" in page(tmp_path, f"<main><p>Loading</p></main>{words}").text


def test_a_record_about_cookies_is_not_taken_for_a_notice(tmp_path: Path) -> None:
    words = "<p>The council sets these cookies and says here at length why it does.</p>" * 30
    assert "at length" in page(tmp_path, f"<h1>Policy</h1><div id=cookies>{words}</div>").text


def test_title_and_date_are_those_of_the_head(tmp_path: Path) -> None:
    reading = page(
        tmp_path,
        "<title>Site | x</title><meta name='DC.title' content='Winter  plan'>"
        "<meta property='article:published_time' content='2014-12-12T09:30:00Z'><p>Text",
    )
    assert (reading.title, reading.written) == ("Winter plan", "2014-12-12")
    british = page(tmp_path, "<meta name=DC.date content='12/03/2014'><p>Text")
    assert british.written == "2014-03-12"
    assert page(tmp_path, "<meta name=DC.date content='2014'><p>Text").written is None


def test_text_escaped_twice_is_resolved() -> None:
    assert read("<p>Fees &amp;amp; charges &amp;pound;3</p>").text == "Fees & charges £3\n"
    assert blocks(
        "<div>&lt;p&gt;One &amp;amp; two&lt;/p&gt;&lt;ul&gt;&lt;li&gt;x&lt;/ul&gt;</div>"
    ) == [
        "One & two",
        "• x",
    ]
    assert read("<p>if a &lt; b &amp;&amp; c &gt; d").text == "if a < b && c > d\n"
    assert read("<pre>&lt;p&gt;\n  code</pre>").text == "<p>\ncode\n"


def test_words_fake_lists_get_their_markers() -> None:
    assert blocks(
        "<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'>"
        "<![if !supportLists]><span style='mso-list:Ignore'>(a)<span style='font:7.0pt \"Times\"'>"
        "&nbsp;&nbsp;&nbsp; </span></span><![endif]>first<o:p></o:p></p>"
        "<p class=MsoListParagraph><span style='font-family:Symbol'>\u00b7<span>&nbsp;&nbsp; "
        "</span></span>bullet</p>"
        "<p style='mso-list:l0 level2 lfo1'>o<span>&nbsp;&nbsp; </span>below</p>"
        "<!--[if gte mso 9]><p>no</p><![endif]--><p>o'clock is no bullet – nor this</p>"
        "<p class=MsoNormal>&nbsp;</p>"
    ) == ["(a) first", "• bullet", "◦ below", "o'clock is no bullet – nor this"]


def test_bold_lines_over_text_are_headings_below_those_of_the_page() -> None:
    text = "<p>The board agreed the plan for the winter and thanked all who had worked on it.</p>"
    reading = read(f"<h2>Item</h2>{text}<p><b>RESOLVED</b></p>{text}")
    levels = {reading.text[h.start :].split("\n")[0]: h.level for h in reading.headings}
    assert levels["RESOLVED"] > levels["Item"]


@pytest.mark.parametrize(
    "data",
    [
        '<meta charset="iso-8859-1"><p>“£5” – naïve'.encode("cp1252"),
        '<meta content="text/html; charset=windows-1252"><p>“£5” – naïve'.encode("cp1252"),
        "<p>“£5” – naïve".encode("cp1252"),
        "<p>“£5” – naïve".encode(),
        "<meta charset=cp1252><p>“£5” – naïve".encode("utf-8-sig"),
        "<p>“£5” – naïve".encode("utf-16"),
        "<meta charset=utf-8><p>“£5” – naïve".encode("cp1252"),
        "<meta charset=no-such><p>“£5” – naïve".encode(),
        '<?xml version="1.0" encoding="utf-8"?><html><p>“£5” – naïve</p></html>'.encode(),
    ],
)
def test_encodings(data: bytes) -> None:
    assert read_markup(data).text == "“£5” – naïve\n"


def test_deep_nesting_neither_fails_nor_loses_words() -> None:
    begun = time.process_time()
    for opened in ("<div>", "<b>", "<ul><li>", "<table><tr><td>", "<blockquote><p>", "<dl><dd>"):
        text = read(f"<p>first{opened * 2_500}inner{'</x>' * 10}<p>last").text
        assert text.split()[0] == "first"
        assert "inner" in text
        assert text.split()[-1] == "last"
    assert read("<p>" + "&amp;lt;p&amp;gt;" * 2_500 + "x").text == "x\n"
    assert time.process_time() - begun < 10


def test_a_page_without_text_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="shows no text"):
        page(tmp_path, "<html><body><div id=app></div><script>render()</script></body></html>")


def test_the_reader_is_known_by_suffix(tmp_path: Path) -> None:
    path = tmp_path / "Minutes.HTM"
    path.write_text("<p>Agreed\U000e0041.", encoding="utf-8")
    assert read_file(path).text.strip() == "Agreed."


TAGS = ("p", "div", "b", "li", "ul", "ol", "table", "tr", "td", "th", "h2", "dl", "dt", "dd", "pre")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.one_of(
            st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
            st.sampled_from(["<br>", "<td colspan=3 rowspan=2>", "<ol start=7 type=a>", "&nbsp;"]),
            st.from_regex(r"w[0-9]{1,6}", fullmatch=True),
        ),
        max_size=40,
    )
)
def test_every_word_is_kept_once_and_in_order(pieces: list[str]) -> None:
    markup = " ".join(pieces)
    reading = read(markup)
    words = re.findall(r"w[0-9]+", re.sub(r"<[^>]*>", " ", markup))
    if (
        "<t" not in markup and "</t" not in markup
    ):  # text in a table, outside cells, moves before it
        assert re.findall(r"w[0-9]+", reading.text) == words
    assert sorted(re.findall(r"w[0-9]+", reading.text)) == sorted(words)
    for heading in reading.headings:
        assert heading.start == 0 or reading.text[heading.start - 1] == "\n"
        assert reading.text[heading.start].strip()


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read(data: bytes) -> None:
    assert isinstance(read_markup(b"<p>" + data).text, str)
