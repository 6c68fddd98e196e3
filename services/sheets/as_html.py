"""A sheet as one web page that needs nothing beside itself: to be kept, mailed or printed."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

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

STYLE = """
@page { size: A4; margin: 18mm 16mm; }
body { margin: 2rem auto; max-width: 52rem; padding: 0 1rem; color: #1c1a17; background: #fff;
  font: 16px/1.5 "Source Sans 3", "Source Sans Pro", system-ui, sans-serif; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 1rem; }
h2 { font-size: 1.2rem; margin: 1.75rem 0 .5rem; break-after: avoid; }
p { max-width: 42rem; }
.over { margin: 0; color: #5c564d; }
.quiet { color: #5c564d; font-size: .9rem; overflow-wrap: anywhere; }
ol { padding-left: 1.5rem; font-weight: 600; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.5rem; margin: 0; }
dd { margin: 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: 0 0 1.25rem; font-size: .9rem;
  font-variant-numeric: tabular-nums; break-inside: avoid; }
caption { text-align: left; color: #5c564d; padding-bottom: .25rem; }
th, td { border-bottom: 1px solid #d6d0c4; padding: .2rem .5rem; text-align: right; }
th:first-child { text-align: left; font-weight: 400; padding-left: 0; }
thead th { border-bottom: 2px solid #1c1a17; font-weight: 600; }
.mark th, .mark td { font-weight: 600; }
.sign { display: grid; grid-template-columns: 1fr 1fr; gap: 3rem; margin-top: 4rem;
  break-inside: avoid; }
.sign p { border-top: 1px solid #1c1a17; padding-top: .25rem; }
"""


def as_html(sheet: Sheet) -> str:
    """The whole page."""
    body = "\n".join(_block(block) for block in sheet.blocks)
    title = escape(sheet.title)
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<p class="over">{escape(sheet.organisation)} · {escape(sheet.kind)}</p>\n'
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
    return (
        f'<div class="scroll"><table><caption>{escape(grid.caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(row: Sequence[str], marked: bool) -> str:
    name, *cells = row
    told = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f'<tr{" class=mark" if marked else ""}><th scope="row">{escape(name)}</th>{told}</tr>'
