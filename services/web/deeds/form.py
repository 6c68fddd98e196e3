"""What a form for an act is: its questions, the command that the answers make, what follows.

Every form goes the same way: fill in, check, confirm.  On checking, the command itself is tried,
so what would be refused is said before anything is confirmed.  The forms decide nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from starlette.datastructures import FormData, QueryParams

from domain.kernel.refusal import BadInput
from services.application.case import Case
from services.application.command import Command
from services.web.look.as_of import UnreadableMoment, read_as_of
from services.web.look.parts import Choice, Field, FieldKind, Link, Mistake
from services.web.look.redline import Redline
from services.web.look.words import moment
from services.web.visit import Visit


class Shape(Enum):
    """How a question is asked."""

    TEXT = "text"
    LONG = "long"
    SELECT = "select"
    RADIOS = "radios"
    CHECKBOXES = "checkboxes"


@dataclass(frozen=True)
class Question:
    """One question, and the answers that it offers if any."""

    field: Field
    shape: Shape = Shape.TEXT
    choices: Sequence[Choice] = ()
    rows: int = 6
    chosen: Sequence[str] = ()

    @property
    def name(self) -> str:
        return self.field.name


class Unclear(Exception):
    """Answers that have to be mended, each at its field."""

    def __init__(self, *mistakes: Mistake) -> None:
        super().__init__("; ".join(one.how_to_mend for one in mistakes))
        self.mistakes = mistakes


class Given:
    """What was filled in, or stands in the address when a form is opened."""

    def __init__(self, values: FormData | QueryParams) -> None:
        self._values = values

    def text(self, name: str) -> str:
        """The words; empty where nothing was filled in."""
        found = self._values.get(name)
        return found.replace("\r\n", "\n").strip() if isinstance(found, str) else ""

    def many(self, name: str) -> list[str]:
        """Every answer that was ticked."""
        return [value for value in self._values.getlist(name) if isinstance(value, str)]

    def has(self, name: str) -> bool:
        return name in self._values

    def id(self, name: str) -> UUID:
        """An id from the address; raises `BadInput` for a broken link."""
        try:
            return UUID(self.text(name))
        except ValueError:
            raise BadInput(
                "This form was opened without saying what it is about. "
                "Open it from the page of the thing."
            ) from None

    def needed(self, name: str, how: str) -> str:
        """Words that may not be missing."""
        found = self.text(name)
        if not found:
            raise Unclear(Mistake(name, how))
        return found

    def number(self, name: str, what: str) -> int:
        """A whole number."""
        found = self.text(name).replace(",", "")
        if not found.isdigit():
            raise Unclear(Mistake(name, f"Write {what} as a whole number, such as 12"))
        return int(found)

    def moment(self, name: str, what: str, visit: Visit) -> datetime:
        """A moment by the organisation's clock."""
        text = self.needed(name, f"Write {what} as a day and a time")
        try:
            return read_as_of(text, visit.site.house.zone)
        except UnreadableMoment as unreadable:
            raise Unclear(Mistake(name, str(unreadable))) from None

    def day(self, name: str, what: str) -> date:
        """A day of the calendar."""
        try:
            return date.fromisoformat(self.text(name))
        except ValueError:
            raise Unclear(Mistake(name, f"Write {what} like 2022-05-20")) from None

    def items(self) -> list[tuple[str, str]]:
        """Everything that was filled in, to be carried to the next step."""
        pairs = self._values.multi_items()
        return [(k, v) for k, v in pairs if isinstance(v, str) and k not in ("step", "key")]


Ask = Callable[[Visit, Given], Sequence[Question]]
Make = Callable[[Visit, Given], Command]


def no_preview(visit: Visit, given: Given, case: Case) -> Redline | None:
    """Most acts need no drawing of what they do."""
    return None


@dataclass(frozen=True)
class Deed:
    """One act that can be given by a form."""

    title: str
    intro: str
    about: Callable[[Visit, Given], Link]
    ask: Ask
    make: Make
    button: str
    what_now: str
    preview: Callable[[Visit, Given, Case], Redline | None] = no_preview
    kept: tuple[str, ...] = field(default=())


def text(name: str, label: str, given: Given, hint: str = "", width: int = 0) -> Question:
    """A question for a few words."""
    return Question(Field(name, label, hint, given.text(name), width=width))


def long_text(name: str, label: str, given: Given, hint: str = "", rows: int = 6) -> Question:
    """A question for many words."""
    return Question(Field(name, label, hint, given.text(name)), Shape.LONG, rows=rows)


def at_moment(name: str, label: str, given: Given, hint: str = "") -> Question:
    """A question for a day and a time."""
    return Question(Field(name, label, hint, given.text(name), kind=FieldKind.MOMENT))


def one_of(
    name: str, label: str, given: Given, choices: Sequence[Choice], shape: Shape = Shape.SELECT
) -> Question:
    """A question with one answer of several."""
    return Question(Field(name, label, "", given.text(name)), shape, choices)


def some_of(name: str, label: str, given: Given, choices: Sequence[Choice]) -> Question:
    """A question with any of several answers."""
    return Question(Field(name, label), Shape.CHECKBOXES, choices, chosen=given.many(name))


def with_mistakes(
    questions: Sequence[Question], mistakes: Sequence[Mistake]
) -> tuple[Question, ...]:
    """The questions with what there is to mend at each."""
    told = {mistake.field: mistake.how_to_mend for mistake in mistakes}
    return tuple(
        replace(question, field=replace(question.field, mistake=told.get(question.name, "")))
        for question in questions
    )


def answers(visit: Visit, questions: Sequence[Question], given: Given) -> list[tuple[str, str]]:
    """Each question with its answer in words, as it is checked."""
    return [(q.field.label, answer(visit, q, given)) for q in questions]


def answer(visit: Visit, question: Question, given: Given) -> str:
    """One answer in words."""
    labels = {choice.value: choice.label for choice in question.choices}
    if question.shape is Shape.CHECKBOXES:
        return ", ".join(labels.get(one, one) for one in given.many(question.name)) or "none"
    said = given.text(question.name)
    if question.field.kind is FieldKind.MOMENT and said:
        zone = visit.site.house.zone
        return moment(read_as_of(said, zone), zone)
    return labels.get(said, said) or "nothing"


def words_for(visit: Visit, deed: Deed, given: Given) -> Mapping[str, Any]:
    """What every step of a form is shown with."""
    return {
        "deed": deed,
        "about": deed.about(visit, given),
        "kept": [(name, given.text(name)) for name in deed.kept],
        "page": visit.frame(None),
    }
