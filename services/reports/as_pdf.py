"""A report as a tagged PDF (PDF/UA-1), with a font of the site's own and nothing fetched.

The layout is `sheet.typ`; the words go in as data, so nothing in them is read as markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import orjson
import typst

from domain.reports.content import (
    Block,
    Content,
    Quoted,
    Resolved,
    Undertaken,
    blocks_of,
    headed,
    parts_of,
    undertaken,
)

if TYPE_CHECKING:
    from typst import PDFStandard

NO_LETTER: Final = "could not be displayed"
LACKING: Final = "Letters that this sheet can't print are left out. The web page has them."
SHEET: Final = Path(__file__).with_name("sheet.typ")
FONTS: Final = Path(__file__).parents[1] / "web" / "static" / "vendor" / "source-sans-pro"


@dataclass(frozen=True)
class Printed:
    """What stands on the sheet: `state` says how the report stands, `stands` for which moment."""

    organisation: str
    title: str
    state: str
    stands: str
    moment: datetime
    content: Content


def as_pdf(printed: Printed) -> bytes:
    """The whole report; the same words at the same moment make the same bytes.

    A letter that the font has not keeps the sheet from being PDF/UA: it is still tagged then, and
    says that letters are missing.
    """
    told = {
        "organisation": printed.organisation,
        "title": printed.title,
        "state": printed.state,
        "stands": printed.stands,
        "blocks": [_block(block) for block in printed.content.blocks],
    }
    try:
        return _compiled(told, printed.moment, ["ua-1"])
    except typst.TypstError as refused:
        if NO_LETTER not in str(refused):
            raise
    return _compiled(told | {"stands": f"{printed.stands} {LACKING}"}, printed.moment, [])


@cache
def _fonts() -> typst.Fonts:
    """The site's own fonts alone, read once."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def _compiled(told: dict[str, Any], moment: datetime, standards: list[PDFStandard]) -> bytes:
    made = typst.compile(
        SHEET.read_bytes(),
        format="pdf",
        font_paths=_fonts(),
        sys_inputs={"told": orjson.dumps(told).decode()},
        pdf_standards=standards,
        timestamp=int(moment.timestamp()),
    )
    assert isinstance(made, bytes)
    return made


def _block(block: Block) -> dict[str, Any]:
    """A block as the sheet reads it, with the sentences that all writers share."""
    told = block.model_dump(mode="json")
    match block:
        case Resolved():
            parts = [part.model_dump(mode="json") for part in blocks_of(block.text)]
            told |= {"headed": headed(block), "parts": parts}
        case Undertaken():
            told |= {"line": undertaken(block)}
        case Quoted():
            told |= {"lines": list(parts_of(block.text))}
    return told
