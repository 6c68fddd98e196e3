"""A sheet as one web page that needs nothing beside itself: to be kept, mailed or printed."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Final

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

STYLE: Final = Path(__file__).parents[1] / "web" / "static" / "sheet.css"


def as_html(sheet: Sheet, style_href: str = "") -> str:
    """The whole page: with its style inside, or from an address where the page is served."""
    inside = f"<style>{STYLE.read_text('utf-8')}</style>"
    style = f'<link rel="stylesheet" href="{escape(style_href)}">' if style_href else inside
    body = "\n".join(_block(block) for block in sheet.blocks)
    title = escape(sheet.title)
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{title}</title>\n<link rel="icon" href="data:,">\n{style}\n</head>\n'
        "<body>\n<main>\n"
        f'<p class="over">{escape(sheet.over)}</p>\n'
        f"<h1>{title}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"<h2>{escape(block.text)}</h2>"
        case Paragraph():
            return f"<p{' class=quiet' if block.quiet else ''}>{escape(block.text)}</p>"
        case Facts():
            pairs = (f"<dt>{escape(n)}</dt><dd>{escape(said)}</dd>" for n, said in block.pairs)
            return f"<dl>{''.join(pairs)}</dl>"
        case Numbered():
            return f"<ol>{''.join(f'<li>{escape(item)}</li>' for item in block.items)}</ol>"
        case Grid():
            return _grid(block)
        case Signatures():
            people = (f"<p>{escape(person)}, date</p>" for person in block.people)
            return f'<div class="sign">{"".join(people)}</div>'


def _grid(grid: Grid) -> str:
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in grid.columns)
    rows = "".join(_row(row, number in grid.marks) for number, row in enumerate(grid.rows))
    caption = f"<caption>{escape(grid.caption)}</caption>" if grid.caption else ""
    return (
        f'<div class="scroll"><table>{caption}'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(row: Sequence[str], marked: bool) -> str:
    name, *cells = row
    told = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f'<tr{" class=mark" if marked else ""}><th scope="row">{escape(name)}</th>{told}</tr>'
