"""What a report says, as values that a page, a text file and a printed sheet can each be made of.

It knows nothing of meetings nor of how anything is shown.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from domain.kernel.value import Value


class Heading(Value):
    """A heading; level 2 is right below the title."""

    type: Literal["heading"] = "heading"
    text: str
    level: Annotated[int, Field(ge=2, le=4)] = 2


class Paragraph(Value):
    """A paragraph of running text."""

    type: Literal["paragraph"] = "paragraph"
    text: str


class Listed(Value):
    """A list; `ordered` where the order counts."""

    type: Literal["list"] = "list"
    items: Annotated[tuple[str, ...], Field(min_length=1)]
    ordered: bool = False


class Fact(Value):
    """A short fact with its name, such as who sent apologies."""

    name: str
    said: str


class Facts(Value):
    """Short facts, each with its name."""

    type: Literal["facts"] = "facts"
    facts: Annotated[tuple[Fact, ...], Field(min_length=1)]


class Resolved(Value):
    """A decision by its number: how it was come to, and whether it binds.

    `remark` says what is to be known besides, such as that there was no quorum.
    """

    type: Literal["decision"] = "decision"
    number: int
    how: str
    text: str
    carried: bool = True
    binds: bool = True
    remark: str | None = None


class Undertaken(Value):
    """An action: what is to be done, by whom, by which day."""

    type: Literal["action"] = "action"
    text: str
    owner: str
    due: date | None = None


class Quoted(Value):
    """A text that was agreed word by word, such as a statement."""

    type: Literal["quote"] = "quote"
    title: str
    text: str


Block = Annotated[
    Heading | Paragraph | Listed | Facts | Resolved | Undertaken | Quoted,
    Field(discriminator="type"),
]


class Content(Value):
    """A whole report, below its title."""

    blocks: Annotated[tuple[Block, ...], Field(min_length=1)]

    @property
    def lines(self) -> tuple[str, ...]:
        """Every sentence of it in its order, each block a line or more: what is compared."""
        return tuple(line for block in self.blocks for line in lines_of(block))


def lines_of(block: Block) -> tuple[str, ...]:
    """One block as lines of plain text."""
    match block:
        case Heading() | Paragraph():
            return (block.text,)
        case Listed():
            return tuple(_numbered(at, item, block) for at, item in enumerate(block.items, 1))
        case Facts():
            return tuple(f"{fact.name}: {fact.said}" for fact in block.facts)
        case Resolved():
            return (headed(block), *parts_of(block.text), *_remark(block))
        case Undertaken():
            return (undertaken(block),)
        case Quoted():
            return (block.title, *parts_of(block.text))


def headed(decision: Resolved) -> str:
    """A decision's number with how it was come to, and what became of it."""
    fate = "" if decision.carried else ", lost"
    binding = "" if decision.binds or not decision.carried else ", does not bind"
    return f"Decision {decision.number} ({decision.how}{fate}{binding})"


def undertaken(action: Undertaken) -> str:
    """An action in one line."""
    due = "" if action.due is None else f", by {action.due:%-d %B %Y}"
    return f"{action.text} – {action.owner}{due}"


def parts_of(text: str) -> tuple[str, ...]:
    """The lines of a text, without empty ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def blocks_of(text: str) -> tuple[Paragraph | Listed, ...]:
    """A text as paragraphs, and lists where its lines begin with a dash."""
    found: list[Paragraph | Listed] = []
    for line in parts_of(text):
        if not line.startswith(("- ", "* ", "• ")):
            found.append(Paragraph(text=line))
        elif found and isinstance(found[-1], Listed):
            found[-1] = Listed(items=(*found[-1].items, line[2:].strip()))
        else:
            found.append(Listed(items=(line[2:].strip(),)))
    return tuple(found)


def on_one_line(text: str) -> str:
    """A text inside a sentence: its paragraphs in a row, the items of a list with semicolons."""
    told = (
        f"{'; '.join(item.rstrip('.;') for item in block.items)}."
        if isinstance(block, Listed)
        else block.text
        for block in blocks_of(text)
    )
    return " ".join(told)


def _numbered(at: int, item: str, block: Listed) -> str:
    return f"{at}. {item}" if block.ordered else f"• {item}"


def _remark(block: Resolved) -> tuple[str, ...]:
    return () if block.remark is None else (block.remark,)
