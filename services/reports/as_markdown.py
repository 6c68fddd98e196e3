"""A report as Markdown, and Markdown read back as a report: what somebody edits is this text.

Whatever is written by `as_markdown` is read again by `from_markdown` as the same blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from domain.kernel.refusal import BadInput
from domain.reports.content import (
    Block,
    Content,
    Fact,
    Facts,
    Heading,
    Listed,
    Paragraph,
    Quoted,
    Resolved,
    Undertaken,
    headed,
)

HEADING: Final = re.compile(r"^(#{2,4})\s+(\S.*)$")
FACT: Final = re.compile(r"^- \*\*([^*]+):\*\*\s+(\S.*)$")
ACTION: Final = re.compile(r"^- \[ \] (.+) – (.+?)(?:, by (\d{4}-\d\d-\d\d))?$")
ITEM: Final = re.compile(r"^[-*•]\s+(\S.*)$")
NUMBERED: Final = re.compile(r"^\d+[.)]\s+(\S.*)$")
DECISION: Final = re.compile(r"^\*\*Decision (\d+) \((.+?)(, lost)?(, does not bind)?\)\*\*$")
REMARK: Final = re.compile(r"^_(.+)_$")


def as_markdown(title: str, state: str, content: Content) -> str:
    """The whole report with its title and one line on how it stands."""
    return f"# {title}\n\n_{state}_\n\n{body_of(content)}"


def body_of(content: Content) -> str:
    """The report below its title: the text that is edited."""
    return "\n\n".join("\n".join(_lines(block)) for block in content.blocks) + "\n"


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * block.level} {block.text}"
        case Paragraph():
            yield block.text
        case Listed():
            for number, item in enumerate(block.items, start=1):
                yield f"{number}. {item}" if block.ordered else f"- {item}"
        case Facts():
            yield from (f"- **{fact.name}:** {fact.said}" for fact in block.facts)
        case Resolved():
            yield f"**{headed(block)}**"
            yield from (line for line in block.text.splitlines() if line.strip())
            yield from () if block.remark is None else (f"_{block.remark}_",)
        case Undertaken():
            due = "" if block.due is None else f", by {block.due.isoformat()}"
            yield f"- [ ] {block.text} – {block.owner}{due}"
        case Quoted():
            yield f"> **{block.title}**"
            yield from (f"> {line}" for line in block.text.splitlines())


def from_markdown(text: str) -> Content:
    """The report that a text says; raises `BadInput` for an empty one."""
    parts = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    blocks = tuple(block for part in parts if part.strip() for block in _read(part))
    if not blocks:
        raise BadInput("Write what the report says.")
    return Content(blocks=blocks)


def _read(part: str) -> Iterator[Block]:
    """One stretch between empty lines; a heading stands by itself even without them."""
    lines = [line.rstrip() for line in part.splitlines()]
    found = HEADING.match(lines[0])
    if found:
        yield Heading(text=found[2].strip(), level=len(found[1]))
        if lines[1:]:
            yield from _read("\n".join(lines[1:]))
        return
    yield from _decision(lines) or _quote(lines) or _actions(lines) or _listed(lines)


def _decision(lines: list[str]) -> tuple[Block, ...]:
    found = DECISION.match(lines[0])
    if found is None:
        return ()
    remark = REMARK.match(lines[-1]) if len(lines) > 1 else None
    said = lines[1:-1] if remark else lines[1:]
    carried = found[3] is None
    return (
        Resolved(
            number=int(found[1]),
            how=found[2],
            text="\n".join(said),
            carried=carried,
            binds=carried and found[4] is None,
            remark=remark[1] if remark else None,
        ),
    )


def _quote(lines: list[str]) -> tuple[Block, ...]:
    if not all(line.startswith(">") for line in lines):
        return ()
    inside = [line.removeprefix(">").removeprefix(" ") for line in lines]
    return (Quoted(title=inside[0].strip("* "), text="\n".join(inside[1:])),)


def _actions(lines: list[str]) -> tuple[Block, ...]:
    found = [ACTION.match(line) for line in lines]
    read = [one for one in found if one is not None]
    if len(read) < len(lines):
        return ()
    return tuple(
        Undertaken(
            text=one[1], owner=one[2], due=None if one[3] is None else date.fromisoformat(one[3])
        )
        for one in read
    )


def _listed(lines: list[str]) -> tuple[Block, ...]:
    """Facts, a list, or a paragraph."""
    facts = [FACT.match(line) for line in lines]
    if all(facts):
        return (Facts(facts=tuple(Fact(name=one[1], said=one[2]) for one in facts if one)),)
    for pattern, ordered in ((ITEM, False), (NUMBERED, True)):
        items = [pattern.match(line) for line in lines]
        if all(items):
            return (Listed(items=tuple(one[1] for one in items if one), ordered=ordered),)
    return tuple(Paragraph(text=line.strip()) for line in lines)
