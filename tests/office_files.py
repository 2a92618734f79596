"""Office files as small as they can be, made by hand so that a test says what is in them."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NAMES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = ("styles", "numbering", "footnotes", "endnotes")
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_ODF_NAMES = (
    f'xmlns:office="{_ODF}:office:1.0" xmlns:text="{_ODF}:text:1.0" xmlns:table="{_ODF}:table:1.0"'
    f' xmlns:style="{_ODF}:style:1.0" xmlns:draw="{_ODF}:drawing:1.0"'
    f' xmlns:fo="{_ODF}:xsl-fo-compatible:1.0" xmlns:meta="{_ODF}:meta:1.0"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def save_zip(path: Path, entries: dict[str, str | bytes]) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def save_docx(path: Path, body: str, core: str = "", **parts: str) -> Path:
    """A DOCX file of a body and, by name, the inner XML of its other parts."""
    relations = "".join(
        f'<Relationship Id="r{name}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>'
        for name in parts
    )
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{name}+xml"/>'
        for name in parts
    )
    entries: dict[str, str | bytes] = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/docProps/core.xml"'
            ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
            f"{types}</Types>"
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="a" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
            f'<Relationship Id="b" Type="{_PACKAGE}/relationships/metadata/core-properties"'
            ' Target="docProps/core.xml"/></Relationships>'
        ),
        "docProps/core.xml": (
            f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
            f' xmlns:dcterms="http://purl.org/dc/terms/">{core}</cp:coreProperties>'
        ),
        "word/document.xml": f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'
        ),
    }
    for name, content in parts.items():
        assert name in _PARTS
        entries[f"word/{name}.xml"] = f"<w:{name} {_NAMES}>{content}</w:{name}>"
    return save_zip(path, entries)


def p(text: str, properties: str = "", run: str = "") -> str:
    """A paragraph of one run."""
    words = f'<w:t xml:space="preserve">{escape(text)}</w:t>'
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr>{words}</w:r></w:p>"


def listed(text: str, depth: int = 0, number: int = 1) -> str:
    """A paragraph in a list."""
    numbered = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    return p(text, numbered)


def table(*rows: tuple[str, ...]) -> str:
    """A table of the inner XML of each cell."""
    inner = "".join(
        f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in row)}</w:tr>" for row in rows
    )
    return f"<w:tbl>{inner}</w:tbl>"


def level(depth: int, kind: str, text: str, extra: str = "") -> str:
    """One level of a list; it starts at 1."""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*lists: str, nums: str = "") -> str:
    """A numbering part of lists given by their levels; the first list is number 1."""
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{place}">{levels}</w:abstractNum>'
        for place, levels in enumerate(lists)
    )
    direct = "".join(
        f'<w:num w:numId="{place + 1}"><w:abstractNumId w:val="{place}"/></w:num>'
        for place in range(len(lists))
    )
    return abstract + direct + nums


def save_odt(path: Path, body: str, automatic: str = "", common: str = "", meta: str = "") -> Path:
    """An ODT file of a body, its automatic styles, its common styles and its properties."""
    return save_zip(
        path,
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": (
                f"<office:document-content {_ODF_NAMES}>"
                f"<office:automatic-styles>{automatic}</office:automatic-styles>"
                f"<office:body><office:text>{body}</office:text></office:body>"
                "</office:document-content>"
            ),
            "styles.xml": (
                f"<office:document-styles {_ODF_NAMES}><office:styles>{common}</office:styles>"
                "</office:document-styles>"
            ),
            "meta.xml": (
                f"<office:document-meta {_ODF_NAMES}><office:meta>{meta}</office:meta>"
                "</office:document-meta>"
            ),
        },
    )
