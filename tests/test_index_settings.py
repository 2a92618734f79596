"""Where an index lies and which model embeds: flags before environment before defaults."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from corpus.errors import InputError
from corpus.library import SHIPPED
from index.settings import STORES, IndexSettings, add_index_options


def parse(*arguments: str) -> IndexSettings:
    parser = argparse.ArgumentParser()
    add_index_options(parser)
    return IndexSettings.from_options(parser.parse_args(arguments))


def test_defaults_are_the_shipped_corpus_and_the_packaged_model() -> None:
    settings = parse()
    assert settings.corpus == SHIPPED
    assert settings.embedder is None
    assert settings.index_folder.parent == STORES


def test_environment_is_read_and_flags_go_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_CORPUS", "/papers")
    monkeypatch.setenv("ASSISTANT_INDEX", "/index")
    monkeypatch.setenv("ASSISTANT_EMBEDDER", "a-model")
    monkeypatch.setenv("ASSISTANT_ELSEWHERE", "not ours")
    settings = parse()
    assert (settings.corpus, settings.index, settings.embedder) == (
        Path("/papers"),
        Path("/index"),
        "a-model",
    )
    settings = parse("--corpus", "/others", "--embedder", "b-model")
    assert (settings.corpus, settings.index, settings.embedder) == (
        Path("/others"),
        Path("/index"),
        "b-model",
    )


def test_each_corpus_has_an_index_of_its_own(tmp_path: Path) -> None:
    one, other = tmp_path / "a" / "My Papers!", tmp_path / "b" / "My Papers!"
    for folder in (one, other):
        folder.mkdir(parents=True)
    folders = [IndexSettings(corpus=folder).index_folder for folder in (one, other)]
    assert folders[0] != folders[1]
    assert all(folder.name.startswith("my-papers-") for folder in folders)
    assert all(folder.parent == STORES for folder in folders)


def test_one_corpus_has_one_index_however_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    (tmp_path / "link").symlink_to(papers)
    monkeypatch.chdir(tmp_path)
    expected = IndexSettings(corpus=papers).index_folder
    for name in ("papers", "./papers/", "papers/../papers", "link"):
        assert parse("--corpus", name).index_folder == expected


def test_index_given_is_the_index(tmp_path: Path) -> None:
    assert parse("--index", str(tmp_path)).index_folder == tmp_path


def test_value_that_cannot_be_is_an_input_error() -> None:
    with pytest.raises(InputError, match="setting 'corpus': ") as told:
        IndexSettings.from_options(argparse.Namespace(corpus=5))
    assert len(str(told.value).splitlines()) == 1


def test_options_of_others_are_left_alone() -> None:
    settings = IndexSettings.from_options(argparse.Namespace(question="what", json=True))
    assert settings == IndexSettings()
