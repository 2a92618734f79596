"""JUnit XML, so that a build server shows each pair as a test."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from eval.scoring import Score

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_junit(path: Path, scores: Mapping[str, Sequence[Score]]) -> None:
    """One suite a set, one case a pair: wrong and refused are failures, unscored is an error."""
    root = ET.Element("testsuites", name="eval")
    for name, of_set in scores.items():
        failures = sum(score.status in ("wrong", "refused") for score in of_set)
        suite = ET.SubElement(
            root,
            "testsuite",
            name=name,
            tests=str(len(of_set)),
            failures=str(failures),
            errors=str(sum(score.status == "unscored" for score in of_set)),
        )
        for score in of_set:
            case = ET.SubElement(
                suite,
                "testcase",
                classname=f"{name}.{score.pair.category}",
                name=score.pair.id,
                time=f"{score.seconds:.3f}",
            )
            if score.status != "passed":
                tag = "error" if score.status == "unscored" else "failure"
                text = "; ".join(score.reasons)
                fault = ET.SubElement(case, tag, type=score.status, message=_clean(text))
                fault.text = _clean(f"{score.pair.question}\n{text}")
    ET.indent(root)
    ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def _clean(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _NOT_XML.sub("�", text)
