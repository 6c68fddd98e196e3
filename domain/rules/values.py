"""The kinds of value that a rule can have, each checked for sense when it is put.

Every rule's value says its kind in `type`, so that a proposal can name a new value in plain data
and a wrong kind is refused before anybody votes on it.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, model_validator

from domain.kernel.ids import ClauseId, RuleId
from domain.kernel.value import Value
from domain.rules.kinds import BodyKind
from domain.rules.parts import Part


class Base(StrEnum):
    """What a share is a share of."""

    VOTES_CAST = "votes_cast"
    PRESENT = "present"
    MEMBERS = "members"
    ELIGIBLE = "eligible"
    OFFICERS = "officers"


class Days(Value):
    """A period in days; clear days count neither the first nor the last day."""

    type: Literal["days"] = "days"
    count: Annotated[int, Field(ge=0, le=3660)]
    clear: bool = False

    def short(self, given_on: date, happens_on: date) -> str | None:
        """In what way a notice that was given on a day is too short, if it is."""
        given = (happens_on - given_on).days - self.clear
        if given >= self.count:
            return None
        days = "clear days" if self.clear else "days"
        return f"Notice was given {given} {days} ahead, where {self.count} {days} are asked for."


class Hours(Value):
    """A period in hours from service."""

    type: Literal["hours"] = "hours"
    count: Annotated[int, Field(ge=0, le=24 * 366)]


class Count(Value):
    """A whole number: of people, places, supporters or times."""

    type: Literal["count"] = "count"
    count: Annotated[int, Field(ge=0)]


class Share(Value):
    """A majority, threshold or quorum as an exact fraction.

    `strict`: more than the fraction is needed; otherwise the fraction itself is enough.
    """

    type: Literal["fraction"] = "fraction"
    numerator: Annotated[int, Field(ge=0)]
    denominator: Annotated[int, Field(gt=0)]
    strict: bool = False
    of: Base = Base.VOTES_CAST

    @model_validator(mode="after")
    def _is_at_most_the_whole(self) -> Share:
        if self.numerator > self.denominator:
            raise ValueError(
                f"a share is at most the whole, not {self.numerator} of {self.denominator}"
            )
        return self

    @property
    def fraction(self) -> Fraction:
        return Fraction(self.numerator, self.denominator)

    def met_by(self, part: int, whole: int) -> bool:
        """Whether `part` of `whole` reaches the share; nothing of nothing never does."""
        if whole == 0:
            return False
        reached = Fraction(part, whole)
        return reached > self.fraction if self.strict else reached >= self.fraction

    def in_words(self) -> str:
        """The share as a phrase, such as 'more than 1/2 of the votes cast'."""
        amount = f"{self.numerator}/{self.denominator}"
        return f"{'more than' if self.strict else 'at least'} {amount} of {_BASES[self.of]}"


_BASES = {
    Base.VOTES_CAST: "the votes cast",
    Base.PRESENT: "those present",
    Base.MEMBERS: "all members",
    Base.ELIGIBLE: "those on the roll",
    Base.OFFICERS: "the officers",
}


class Choice(Value):
    """One of a closed list, such as a counting method."""

    type: Literal["choice"] = "choice"
    choice: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")]


class Flag(Value):
    """Yes or no."""

    type: Literal["flag"] = "flag"
    holds: bool


class Section(Value):
    """Places that one part of the electorate fills."""

    section: str
    seats: Annotated[int, Field(ge=1)]
    min_women: Annotated[int, Field(ge=0)] = 0

    @model_validator(mode="after")
    def _has_room_for_its_quota(self) -> Section:
        if self.min_women > self.seats:
            raise ValueError(
                f"section {self.section} asks for {self.min_women} women on {self.seats} places"
            )
        return self


class Seats(Value):
    """The places of a body, by section."""

    type: Literal["seats"] = "seats"
    seats: tuple[Section, ...]
    min_women: Annotated[int, Field(ge=0)] = 0

    @property
    def total(self) -> int:
        return sum(section.seats for section in self.seats)


class Who(Value):
    """Who has a power: bodies and posts by name, such as `ncg`, `ncg.officers`, `assembly`."""

    type: Literal["who"] = "who"
    powers: tuple[str, ...]


class Period(Value):
    """A period in calendar months."""

    type: Literal["period"] = "period"
    months: Annotated[int, Field(ge=1, le=240)]


class Procedure(StrEnum):
    """How amendments are taken (see `domain.text`)."""

    SUBSTANTIVE = "substantive"
    PARALLEL = "parallel"
    PARTS = "parts"
    CONSENSUS = "consensus"


class AmendmentProcedure(Value):
    """The procedure by which amendments to a text are decided."""

    type: Literal["procedure"] = "procedure"
    procedure: Procedure


class Words(Value):
    """A rule that is a name or a sentence."""

    type: Literal["text"] = "text"
    text: str


RuleValue = Annotated[
    Days
    | Hours
    | Count
    | Share
    | Choice
    | Flag
    | Seats
    | Part
    | Who
    | Period
    | AmendmentProcedure
    | Words
    | BodyKind,
    Field(discriminator="type"),
]


def measured(value: RuleValue) -> tuple[Fraction | None, str]:
    """How much a value is, and in which unit; none for one that is no amount."""
    match value:
        case Days():
            return Fraction(value.count), "days"
        case Hours():
            return Fraction(value.count), "hours"
        case Period():
            return Fraction(value.months), "months"
        case Count():
            return Fraction(value.count), "in number"
        case Seats():
            return Fraction(value.total), "places"
        case Who():
            return Fraction(len(value.powers)), "named"
        case Share():
            return value.fraction * 100, "hundredths of the whole"
    return None, ""


class Force(StrEnum):
    """Whether breaking a rule stops an act of the service or is recorded as a defect."""

    MANDATORY = "mandatory"
    DIRECTORY = "directory"


class Reads(StrEnum):
    """Which version of a rule a running process reads."""

    AT_OPENING = "at_opening"
    AT_ACT = "at_act"


class Clause(Value):
    """A clause of the constitution or standing orders, in prose: it is what binds."""

    id: ClauseId
    heading: str
    text: str
    source: str | None = None


class Rule(Value):
    """One machine-readable rule and the clause that it reads.

    `least` and `most` bound its value in the value's own unit: days, hours, months, people, places,
    names, or hundredths of the whole for a share.
    """

    id: RuleId
    clause: ClauseId
    title: str
    value: RuleValue
    force: Force = Force.MANDATORY
    reads: Reads = Reads.AT_OPENING
    one_of: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    source: str | None = None

    @model_validator(mode="after")
    def _stays_in_its_range(self) -> Rule:
        size, unit = measured(self.value)
        if self.least is not None and size is not None and size < self.least:
            raise ValueError(f"{self.id} is at least {self.least} {unit}, not {size}")
        if self.most is not None and size is not None and size > self.most:
            raise ValueError(f"{self.id} is at most {self.most} {unit}, not {size}")
        return self

    @model_validator(mode="after")
    def _chooses_from_its_list(self) -> Rule:
        value = self.value
        if self.one_of and isinstance(value, Choice) and value.choice not in self.one_of:
            raise ValueError(f"{self.id} is one of {', '.join(self.one_of)}, not {value.choice}")
        return self

    def with_value(self, value: RuleValue) -> Rule:
        """The same rule with another value of the same kind, checked again."""
        return Rule.model_validate({**self.model_dump(), "value": value})


class RuleChange(Value):
    """What a proposal asks of the rulebook: another value for one rule."""

    rule: RuleId
    value: RuleValue


class ClauseChange(Value):
    """What a proposal asks of the prose: a clause added or put in other words."""

    clause: ClauseId
    heading: str
    text: str


class Effect(StrEnum):
    """When a change of the rulebook takes effect."""

    AT_ONCE = "at_once"
    AT_DATE = "at_date"
    AT_EVENT = "at_event"
