"""A manifest changed by program: it says what was meant, and every comment stays."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import CorpusError
from corpus.keeping.folder import change_manifest
from corpus.keeping.manifest_text import NEW, change_text

TEXT = """\
# Papers.
complete = true # no others

# about a
[[document]]
file = "a.txt" # the first
title = '''
Three
lines'''

# about b
[[document]]
date = "2014"   # as stamped
file = "./b.txt"
# after b

# the end
"""


def test_keys_are_set_where_they_stand_and_others_come_last() -> None:
    changed = change_text(TEXT, put={"b.txt": {"date": "2015", "body": "Fenwick"}})
    assert changed == TEXT.replace('"2014"   #', '"2015"   #').replace(
        '"./b.txt"\n', '"./b.txt"\nbody = "Fenwick"\n'
    )


def test_an_entry_is_dropped_and_the_comments_around_it_stay() -> None:
    a, b = TEXT.index("[[document]]"), TEXT.index("\n# about b")
    assert change_text(TEXT, put={}, drop={"a.txt"}) == TEXT[:a] + TEXT[b:]
    both = change_text(TEXT, put={}, drop={"a.txt", "b.txt"})
    assert tomllib.loads(both) == {"complete": True}
    assert [line for line in both.splitlines() if line.startswith("#")] == [
        "# Papers.",
        "# about a",
        "# about b",
        "# after b",
        "# the end",
    ]


def test_a_new_entry_goes_to_the_end() -> None:
    changed = change_text(TEXT, put={"c.txt": {"title": 'The "third" \\ one'}})
    assert changed.startswith(TEXT)
    assert tomllib.loads(changed)["document"][-1] == {
        "file": "c.txt",
        "title": 'The "third" \\ one',
    }
    assert change_text("", put={"c.txt": {}}) == '[[document]]\nfile = "c.txt"\n'


def test_line_ends_stay_as_they_are() -> None:
    changed = change_text(TEXT.replace("\n", "\r\n"), put={"c.txt": {"date": "2015"}})
    assert changed.count("\n") == changed.count("\r\n") == len(changed.splitlines())


@pytest.mark.parametrize(
    "text",
    [
        'document = [{file = "a.txt"}]\n',
        "[[document]]\nfile = 'a.txt'\ntitle = '''\n[[document]]\n'''\n",
        "[[document]]\nfile = 'a.txt'\n\n[other]\nkey = 1\n",
    ],
)
def test_what_cannot_be_changed_without_loss_is_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "manifest.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"manifest.toml: not changed: .*; put it in by hand"):
        change_manifest(tmp_path, put={"b.txt": {"date": "2015"}}, drop={"a.txt"})
    assert path.read_text(encoding="utf-8") == text
    assert [path.name for path in tmp_path.iterdir()] == ["manifest.toml"]


def test_a_manifest_is_made_replaced_whole_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "manifest.toml"
    change_manifest(tmp_path, put={"a.txt": {"date": "2015"}})
    assert path.read_text(encoding="utf-8").startswith(NEW)
    path.chmod(0o640)
    change_manifest(tmp_path, put={}, drop={"a.txt"})
    assert path.read_text(encoding="utf-8") == NEW
    assert path.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["manifest.toml"]


VALUES = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ENTRIES = st.dictionaries(
    st.from_regex(r"[a-e]\.txt", fullmatch=True),
    st.dictionaries(st.sampled_from(["title", "date", "note"]), VALUES, max_size=3),
    max_size=4,
)


@settings(max_examples=40, deadline=None)
@given(first=ENTRIES, second=ENTRIES, drop=st.sets(st.sampled_from(["a.txt", "c.txt"])))
def test_whatever_is_written_is_read_back(
    first: dict[str, dict[str, str]], second: dict[str, dict[str, str]], drop: set[str]
) -> None:
    text = change_text(change_text(NEW, put=first), put=second, drop=drop)
    wanted = {name: dict(fields) for name, fields in first.items() if name not in drop}
    for name, fields in second.items():
        wanted[name] = wanted.get(name, {}) | fields
    found = {entry.pop("file"): entry for entry in tomllib.loads(text).get("document", [])}
    assert found == wanted
    assert text.startswith(NEW)
