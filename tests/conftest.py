"""What tests share: small corpora, and the shipped corpus indexed once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.settings import Settings

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
for _name in [name for name in os.environ if name.startswith("ASSISTANT_")]:
    del os.environ[_name]  # a developer's own settings are not the tests'

MINUTES = """Fenwick Borough Council
Health Scrutiny Panel
Minutes of the meeting held on 3 March 2016

Present: Councillor Ada Brook (Chair), Councillor Tom Reed

4. Walk-in centre

Jane Holt, Chief Officer of Fenwick CCG, reported that 1,240 patients had used the centre in
January. The centre would close on 30 June 2016 because its lease could not be renewed.

RESOLVED:-

(a) That the CCG be asked to report back in September 2016 on where patients went; and

(b) That the Chair write to the landlord.
"""

LETTER = """Fenwick Clinical Commissioning Group

14 April 2016

Dear Councillor Brook,

Walk-in centre

Thank you for your letter. We will pay for a minibus from Dale Street until March 2017.

We are looking at two sites for a new centre:

- the old library in Mill Lane
- the ground floor of the civic centre

Yours sincerely,

Jane Holt
"""

REPORT = """Better Care Fund (BCF) update

1.0 Purpose

1.1 This report tells the Board how the BCF was spent in 2015/16.

2.0 Spending

2.1 The fund was £4.2 million. Falls prevention received £310,000.

2.2 The number of emergency admissions fell by 3%, against a target of 5%.
"""


@pytest.fixture
def small_corpus(tmp_path: Path) -> Path:
    """A folder of three text files without a manifest."""
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "panel-minutes.txt").write_text(MINUTES, encoding="utf-8")
    (folder / "ccg-letter.txt").write_text(LETTER, encoding="utf-8")
    (folder / "bcf-report.md").write_text(REPORT, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def shipped_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an index of the shipped corpus."""
    folder = tmp_path_factory.mktemp("shipped") / "index"
    Assistant.open(Settings(index=folder))
    return folder


@pytest.fixture(scope="session")
def shipped(shipped_index: Path) -> Iterator[Assistant]:
    """The assistant over the shipped corpus."""
    assistant = Assistant.open(Settings(index=shipped_index))
    yield assistant
    assistant.close()
