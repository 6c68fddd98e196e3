"""A sheet as PDF, with a font of its own embedded: European names print as they are written.

Where a letter is not in the font, the sheet says so.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from fpdf import FPDF
from fpdf.enums import TableBordersLayout
from fpdf.fonts import FontFace, TTFFont

from domain.kernel.refusal import BadInput
from services.sheets.blocks import (
    Block,
    Facts,
    Grid,
    Heading,
    Numbered,
    Paragraph,
    Sheet,
    Signatures,
)

FONTS: Final = Path(__file__).parents[1] / "web" / "static" / "vendor" / "source-sans-pro"
SANS: Final = "Source Sans"
INK, QUIET, RULE = (28, 26, 23), (92, 86, 77), (200, 193, 180)
MARGIN = 16.0
LINE = 5.2
FACT_WIDTH, FACT_GAP = 60.0, 0.8
NAME_WIDTH, FIGURE_WIDTH = 44.0, 33.0


class _Paper(FPDF):
    """A4 with the number of the page at its foot."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(format="A4")
        self._foot = sheet.foot
        self.set_title(sheet.title)
        self.set_author(sheet.organisation)
        self.set_lang("en-GB")
        self.add_font(SANS, "", FONTS / "SourceSansPro-Regular.ttf")
        self.add_font(SANS, "B", FONTS / "SourceSansPro-Semibold.ttf")
        self.set_margins(MARGIN, 18, MARGIN)
        self.set_auto_page_break(True, margin=22)
        self.alias_nb_pages()

    def footer(self) -> None:
        """What the page belongs to, for when pages part company."""
        self.set_y(-16)
        self.write_in(9, QUIET)
        self.cell(0, 5, f"{self._foot} · page {self.page_no()} of {{nb}}")

    def write_in(self, size: float, colour: tuple[int, int, int], *, bold: bool = False) -> None:
        self.set_font(SANS, "B" if bold else "", size)
        self.set_text_color(*colour)


def as_pdf(sheet: Sheet) -> bytes:
    """The whole sheet as a PDF file; it says which letters the font has not."""
    paper = _laid_out(sheet)
    _own_up(paper)
    return bytes(paper.output())


def without_boxes(sheet: Sheet) -> bytes:
    """The whole sheet as a PDF file; raises `BadInput` where the font has not every letter."""
    paper = _laid_out(sheet)
    missing = _missing(paper)
    if missing:
        raise BadInput(
            f"The PDF's font has no letters {''.join(map(chr, missing))}, and names would "
            "be printed as boxes. Write the sheet as --html and print it from a browser."
        )
    return bytes(paper.output())


def _laid_out(sheet: Sheet) -> _Paper:
    paper = _Paper(sheet)
    paper.add_page()
    paper.write_in(10.5, QUIET)
    paper.multi_cell(0, LINE, sheet.over, new_x="LMARGIN", new_y="NEXT")
    paper.write_in(20, INK, bold=True)
    paper.multi_cell(0, 9, sheet.title, new_x="LMARGIN", new_y="NEXT")
    for block in sheet.blocks:
        _block(paper, block)
    return paper


def _own_up(paper: _Paper) -> None:
    """Say which letters the font does not have, since their places are empty."""
    lacking = _missing(paper)
    if lacking:
        codes = ", ".join(f"U+{code:04X}" for code in lacking)
        paper.ln(12)
        paper.write_in(9, QUIET)
        told = f"Letters that this PDF can't print are left out: {codes}. The web page has them."
        _lines(paper, told, LINE)


def _missing(paper: _Paper) -> list[int]:
    """The letters that were asked for and are not in the font."""
    fonts = (font for font in paper.fonts.values() if isinstance(font, TTFFont))
    return sorted({letter for font in fonts for letter in font.missing_glyphs})


def _block(paper: _Paper, block: Block) -> None:
    match block:
        case Heading():
            paper.ln(4)
            _keep_with_next(paper)
            paper.write_in(13, INK, bold=True)
            _lines(paper, block.text, 7)
        case Paragraph():
            paper.write_in(9 if block.quiet else 10.5, QUIET if block.quiet else INK)
            _lines(paper, block.text, LINE)
            paper.ln(1.2)
        case Facts():
            _facts(paper, block)
        case Numbered():
            paper.write_in(10.5, INK, bold=True)
            for number, item in enumerate(block.items, start=1):
                _lines(paper, f"{number}.  {item}", 5.6)
        case Grid():
            _grid(paper, block)
        case Signatures():
            _signatures(paper, block)


def _lines(paper: _Paper, text: str, height: float) -> None:
    paper.multi_cell(0, height, text, align="L", new_x="LMARGIN", new_y="NEXT")


def _keep_with_next(paper: _Paper) -> None:
    """A heading never stands alone at the foot of a page."""
    if paper.will_page_break(30):
        paper.add_page()


def _facts(paper: _Paper, facts: Facts) -> None:
    for name, said in facts.pairs:
        paper.write_in(10.5, QUIET)
        top = paper.get_y()
        paper.multi_cell(FACT_WIDTH, LINE, name, align="L", new_x="RIGHT", new_y="TOP")
        paper.write_in(10.5, INK)
        if paper.get_y() == top:
            paper.set_x(MARGIN + FACT_WIDTH)
        _lines(paper, said, LINE)
        paper.ln(FACT_GAP)


def _grid(paper: _Paper, grid: Grid) -> None:
    paper.write_in(9, QUIET)
    if grid.caption:
        _lines(paper, grid.caption, LINE)
    paper.write_in(9, INK)
    figures = len(grid.columns) - 1
    each = min(FIGURE_WIDTH, (paper.epw - NAME_WIDTH) / figures)
    paper.set_draw_color(*RULE)
    paper.set_line_width(0.2)
    bold, plain = FontFace(emphasis="BOLD"), FontFace(emphasis="")
    with paper.table(
        col_widths=(NAME_WIDTH, *([each] * figures)),
        width=NAME_WIDTH + each * figures,
        align="LEFT",
        text_align=("LEFT", *(["RIGHT"] * figures)),
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        headings_style=bold,
        line_height=4.6,
    ) as table:
        for number, row in enumerate([grid.columns, *grid.rows]):
            line = table.row()
            for cell in row:
                line.cell(cell, style=bold if number - 1 in grid.marks else plain)
    paper.ln(3)


def _signatures(paper: _Paper, signatures: Signatures) -> None:
    if paper.will_page_break(34):
        paper.add_page()
    paper.ln(20)
    paper.write_in(10, INK)
    paper.set_draw_color(*INK)
    width = paper.epw / len(signatures.people) - 8
    top = paper.get_y()
    for number, person in enumerate(signatures.people):
        left = MARGIN + number * (width + 16)
        paper.line(left, top, left + width, top)
        paper.set_xy(left, top + 1)
        paper.cell(width, LINE, f"{person}, date")
