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

from pydantic import ValidationError
from starlette.datastructures import FormData, QueryParams

from domain.bodies.member import person_id
from domain.kernel.ids import CONVENOR, PersonId, derived
from domain.kernel.refusal import BadInput
from domain.kernel.sane import check_sane
from services.application.case import Case
from services.application.command import Command
from services.web.acting import member_of
from services.web.deeds.seen import NOTHING, Watch
from services.web.look.as_of import UnreadableMoment, read_as_of
from services.web.look.parts import Choice, Field, FieldKind, Link, Mistake
from services.web.look.redline import Redline
from services.web.look.words import moment
from services.web.plain import by_field
from services.web.visit import Visit

NOT_OURS = ("step", "key", "seen")
"""What the steps of a form send along besides the answers."""
MOST_DIGITS = 12


class Shape(Enum):
    """How a question is asked."""

    TEXT = "text"
    LONG = "long"
    SELECT = "select"
    RADIOS = "radios"
    CHECKBOXES = "checkboxes"


@dataclass(frozen=True)
class Question:
    """One question, and the answers that it offers if any.

    One that is `folded` is opened by whoever needs it, and stands open where it was answered.
    """

    field: Field
    shape: Shape = Shape.TEXT
    choices: Sequence[Choice] = ()
    rows: int = 6
    chosen: Sequence[str] = ()
    folded: bool = False

    @property
    def name(self) -> str:
        return self.field.name


class Unclear(Exception):
    """Answers that have to be mended, each at its field."""

    def __init__(self, *mistakes: Mistake) -> None:
        super().__init__("; ".join(one.how_to_mend for one in mistakes))
        self.mistakes = mistakes


def member_named(visit: Visit, given: Given, name: str) -> PersonId:
    """The person of the membership number that was written there."""
    number = given.needed(name, "Write the membership number")
    try:
        member = member_of(visit.log, number)
    except BadInput as unknown:
        raise Unclear(Mistake(name, unknown.sentence.removesuffix("."))) from None
    return person_id(member.number)


class Given:
    """What was filled in, or stands in the address when a form is opened."""

    def __init__(self, values: FormData | QueryParams) -> None:
        self._values = values
        try:
            check_sane([one for pair in values.multi_items() for one in pair])
        except ValueError as unfit:
            raise BadInput(f"This can't be read: {unfit}.") from None

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
        if not (found.isascii() and found.isdigit() and len(found) <= MOST_DIGITS):
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
        return [(k, v) for k, v in pairs if isinstance(v, str) and k not in NOT_OURS]

    def fresh_id(self) -> UUID:
        """An id for something that the act brings along: the same however often it is confirmed."""
        return derived(CONVENOR, "form", self.text("key"))


Ask = Callable[[Visit, Given], Sequence[Question]]
Make = Callable[[Visit, Given], Command]


def no_preview(visit: Visit, given: Given, case: Case) -> Redline | None:
    """Most acts need no drawing of what they do."""
    return None


@dataclass(frozen=True)
class Deed:
    """One act that can be given by a form.

    `kept` is what its address says and every step carries on, `watch` whose acts would make what
    was seen out of date, `refill` the words of a button that fills it in from what was chosen.
    What is under seal says by `after` where it leads once it is done, as no page tells of the act;
    nothing of it is kept by browsers.
    """

    title: str
    intro: str
    about: Callable[[Visit, Given], Link]
    ask: Ask
    make: Make
    button: str
    what_now: str
    preview: Callable[[Visit, Given, Case], Redline | None] = no_preview
    kept: tuple[str, ...] = field(default=())
    watch: Watch = NOTHING
    refill: str = ""
    after: Callable[[Visit, Given], str] | None = None

    @property
    def is_sealed(self) -> bool:
        return self.after is not None

    @property
    def has_preview(self) -> bool:
        return self.preview is not no_preview


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


def some_of(
    name: str, label: str, given: Given, choices: Sequence[Choice], hint: str = ""
) -> Question:
    """A question with any of several answers."""
    return Question(Field(name, label, hint), Shape.CHECKBOXES, choices, chosen=given.many(name))


def filled(question: Question, words: str, given: Given) -> Question:
    """The question with these words in it, until others are given."""
    if given.has(question.name):
        return question
    return replace(question, field=replace(question.field, value=words))


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


def mistakes_in(fault: ValidationError, questions: Sequence[Question]) -> tuple[Mistake, ...]:
    """What a command did not take, at the question of that name, or else at the first."""
    names = [question.name for question in questions] or ["content"]
    return tuple(
        Mistake(place if (place := name.partition(".")[0]) in names else names[0], words)
        for name, words in by_field(fault).items()
    )


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
