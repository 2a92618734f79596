"""Settings, users, limits, and the pages before the app, without a browser."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from assistant.web.__main__ import main
from assistant.web.doors import sign_in_page, starting_page
from assistant.web.limits import RateLimit
from assistant.web.settings import WebSettings, add_web_options
from assistant.web.users import Users, make_line
from corpus.errors import InputError


def settings(*flags: str) -> WebSettings:
    parser = argparse.ArgumentParser()
    add_web_options(parser)
    return WebSettings.from_options(parser.parse_args(flags))


def test_a_flag_comes_before_the_environment_and_that_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("rate = 1\nqueue = 1\nupload = 1\n")
    monkeypatch.setenv("ASSISTANT_RATE", "2")
    monkeypatch.setenv("ASSISTANT_QUEUE", "2")
    made = settings("--settings", str(file), "--rate", "3")
    assert (made.rate, made.queue, made.upload) == (3, 2, 1)
    monkeypatch.setenv("ASSISTANT_SETTINGS", str(file))
    assert settings().upload == 1


@pytest.mark.parametrize("text", ["rates = 1", "rate = 0", "rate = 'x'", "rate ="])
def test_a_wrong_settings_file_is_one_line(text: str, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text)
    with pytest.raises(InputError) as fault:
        settings("--settings", str(file))
    assert len(str(fault.value).splitlines()) == 1
    assert "rate" in str(fault.value) or str(file) in str(fault.value)


def test_the_shipped_documents_and_read_only_ones_are_not_changed(tmp_path: Path) -> None:
    assert not settings().can_change
    assert settings("--corpus", str(tmp_path)).can_change
    assert not settings("--corpus", str(tmp_path), "--read-only").can_change


def test_a_user_is_known_by_name_and_password_only(tmp_path: Path) -> None:
    file = tmp_path / "users"
    file.write_text(f"# ours\n{make_line('ann', 'correct horse')}\n")
    users = Users(file)
    assert users.check("ann", "correct horse")
    assert not users.check("ann", "correct horsf")
    assert not users.check("bob", "correct horse")
    assert not users.check("ann", "x" * 100)
    assert users.knows("ann", "correct horse")
    assert not users.knows("ann", "correct horsf")


def test_every_faulty_line_of_a_users_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "users"
    file.write_text("ann:plain\nbob\n")
    with pytest.raises(InputError) as fault:
        Users(file)
    assert [line.split(": ")[0] for line in str(fault.value).splitlines()] == [
        f"--auth {file}:1",
        f"--auth {file}:2",
    ]


def test_a_user_is_added_and_a_password_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    file = tmp_path / "users"
    for name, password in (("ann", "first one"), ("bob", "battery staple"), ("ann", "second one")):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
        assert main(["adduser", str(file), name]) == 0
    users = Users(file)
    assert users.check("ann", "second one")
    assert not users.check("ann", "first one")
    assert users.check("bob", "battery staple")
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "password"), [("a:b", "long enough"), ("ann", "short"), ("", "long enough")]
)
def test_a_name_or_password_that_cannot_be_is_refused(name: str, password: str) -> None:
    with pytest.raises(InputError):
        make_line(name, password)


def test_times_are_counted_in_a_sliding_minute_for_each_user() -> None:
    now = [0.0]
    limit = RateLimit(2, lambda: now[0])
    assert [limit.take("ann") for _ in range(3)] == [0.0, 0.0, 60.0]
    assert limit.take("bob") == 0.0
    now[0] = 59.0
    assert limit.take("ann") == 1.0
    now[0] = 60.0
    assert limit.take("ann") == 0.0


def test_the_pages_before_the_app_need_nothing_from_elsewhere() -> None:
    for page in (starting_page(), sign_in_page("<b>")):
        assert "http" not in page.replace("http-equiv", "")
        assert "src=" not in page
    assert "&lt;b&gt;" in sign_in_page("<b>")
