"""XML parsed safely: the only importer of lxml.

No entity is expanded, nothing outside the file is loaded, and the depth of nesting, the length of a
piece of text and the growth of the whole stay within the limits that libxml2 sets by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, cast

from corpus.errors import ReadingError

if TYPE_CHECKING:
    from lxml.etree import _Element

    Element: TypeAlias = _Element


def parse_xml(data: bytes, where: str) -> Element:
    """The root element.

    Args:
        data: the XML, in any encoding that it declares.
        where: the file, and the part of it, for a message.

    Raises `ReadingError` when the XML is damaged, nested too deeply, or declares entities.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadingError(f"{where}: damaged XML ({error}); save the file anew") from None
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and cast(Any, declared).entities():  # which its stubs leave out
        raise ReadingError(
            f"{where}: declares XML entities, which no office program writes; "
            "remove the file if you do not know where it comes from"
        )
    return root
