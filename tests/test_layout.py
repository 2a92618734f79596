"""The shape of the code: imports go one way, and each foreign library has one importer."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ORDER = ["corpus", "index", "assistant", "eval"]
FOREIGN = {
    "chromadb": {"index/vectors.py"},
    "sentence_transformers": {
        "assistant/reader/library.py",
        "assistant/written/entailment.py",
        "index/embed.py",
        "index/train.py",
    },
    "transformers": {"assistant/reader/train.py"},
    "rapidfuzz": {"assistant/spelling.py"},
    "llama_index": {
        "assistant/answering.py",  # for its type only
        "assistant/llama.py",
        "assistant/written/client.py",
        "assistant/written/events.py",
        "assistant/written/writer.py",  # for its type only
        "eval/baselines.py",
    },
    "openai": {"assistant/written/client.py"},
    "httpcore": {"corpus/web/transport.py"},
    "protego": {"corpus/web/robots.py"},
    "tenacity": {"assistant/written/client.py", "corpus/web/client.py"},
    "selectolax": {"corpus/reading/html/markup.py"},
    "lxml": {"corpus/reading/xml.py"},
    "openpyxl": {"corpus/reading/xlsx/reader.py"},
    "pypdf": {
        "corpus/reading/pdf/content.py",
        "corpus/reading/pdf/faces.py",
        "corpus/reading/pdf/file.py",
    },
    "pypdfium2": {"corpus/reading/ocr.py"},
    "pytesseract": {"corpus/reading/ocr.py"},
    "sentencex": {"corpus/sentences.py"},
    "ir_measures": {"eval/ranking.py"},
    "filelock": {"corpus/locking.py"},
    "pathvalidate": {"corpus/keeping/names.py"},
    "tomlkit": {"corpus/keeping/manifest_text.py"},
    "bcrypt": {"assistant/web/users.py"},
    "docx": {"assistant/briefing/word.py"},
    "mcp": {"assistant/web/tools.py"},
    "PIL": {"corpus/reading/pdf/picture.py"},
}


def modules() -> list[Path]:
    return sorted(path for package in ORDER for path in (ROOT / package).rglob("*.py"))


def imported(path: Path, *, at_top: bool = False) -> set[str]:
    """Modules that a file imports: all of them, or those that importing it brings in."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if at_top else list(ast.walk(tree))
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return names


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_one_way(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    above = set(ORDER[ORDER.index(package) + 1 :]) | {"app"}
    assert not {name for name in imported(path) if name.split(".")[0] in above}


def test_types_import_only_types_and_what_is_below() -> None:
    for package in ORDER:
        own = {
            name for name in imported(ROOT / package / "types.py") if name.split(".")[0] == package
        }
        assert not own


def test_no_import_cycle() -> None:
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in modules()}
    names = {name.removesuffix(".__init__"): path for name, path in names.items()}
    edges = {
        name: {other for other in imported(path, at_top=True) if other in names}
        for name, path in names.items()
    }
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, f"import cycle: {' -> '.join((*trail, name))}"
        if name not in done:
            for other in sorted(edges[name]):
                visit(other, (*trail, name))
            done.add(name)

    for name in sorted(edges):
        visit(name, ())


@pytest.mark.parametrize("library", sorted(FOREIGN))
def test_each_foreign_library_has_its_importer(library: str) -> None:
    importers = {
        path.relative_to(ROOT).as_posix()
        for path in modules()
        if any(name.split(".")[0] == library for name in imported(path))
    }
    assert importers <= FOREIGN[library]


def test_gradio_is_imported_by_the_page_only() -> None:
    importers = {
        path.relative_to(ROOT).as_posix()
        for path in modules()
        if any(name.split(".")[0] == "gradio" for name in imported(path))
    }
    assert importers
    assert all(name.startswith("assistant/web/") for name in importers)


@pytest.mark.parametrize(
    "module", ["assistant", "assistant.answering", "index.sync", "corpus.library", "eval", "app"]
)
def test_imports_are_light_and_without_effects(module: str, tmp_path: Path) -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); import {module}; "
        "heavy = {'torch', 'gradio', 'chromadb', 'llama_index', 'openai'}; "
        "heavy |= {'sentence_transformers'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"
    assert not list(tmp_path.iterdir())
