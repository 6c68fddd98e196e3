"""A plain model of a cycle: lists, dictionaries and comparisons, and nothing of the service."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
STAGES = (
    "drafting",
    "first_assembly",
    "amendments",
    "second_assembly",
    "preparation",
    "ballot",
)
LENGTHS = (60, 30, 21, 30, 20, 9)
MOST_DAYS = 56
PARAGRAPHS = 4


@dataclass
class Amendment:
    """One amendment: which paragraph, its new words, who decides, and what became of it."""

    paragraph: int
    words: str
    decided_in: str
    state: str = "open"


@dataclass
class Proposal:
    """One proposal and the words of its paragraphs."""

    words: list[str]
    state: str = "draft"
    amendments: dict[str, Amendment] = field(default_factory=dict)

    def is_free(self, paragraph: int) -> bool:
        """Nothing that may still change the text is moved on it: the model knows no collisions."""
        busy = (one for one in self.amendments.values() if one.state in ("open", "carried"))
        return all(one.paragraph != paragraph for one in busy)


class Model:
    """What a cycle that was opened at a moment should be."""

    def __init__(self, opened: datetime) -> None:
        self.now = opened
        self.opened = opened.astimezone(LONDON).replace(tzinfo=None)
        self.due: dict[str, datetime] = {}
        self.proposals: list[Proposal] = []
        self.papers: dict[int, str] = {}
        self.over: list[str] = []
        at = self.opened
        for stage, days in zip(STAGES, LENGTHS, strict=True):
            at += timedelta(days=days)
            if stage == "amendments":  # its days are clear days
                at = datetime.combine(at.date(), time(23, 59, 59))
            self.due[stage] = at

    def end(self, stage: str) -> datetime:
        return self.due[stage].replace(tzinfo=LONDON)

    def begin(self, stage: str) -> datetime:
        at = STAGES.index(stage)
        return self.end(STAGES[at - 1]) if at else self.opened.replace(tzinfo=LONDON)

    def is_open(self, stage: str) -> bool:
        return self.begin(stage) <= self.now < self.end(stage)

    @property
    def standing(self) -> list[Proposal]:
        """On the list of the cycle."""
        return [one for one in self.proposals if one.state == "handed in"]

    def pass_on(self, moment: datetime) -> None:
        """Let time pass; whatever ends by then ends in its order."""
        self.now = moment
        for stage in STAGES:
            if stage not in self.over and self.end(stage) <= moment:
                self.over.append(stage)
                if stage.endswith("assembly"):
                    self._rise(stage)

    def _rise(self, stage: str) -> None:
        for proposal in self.standing:
            for amendment in proposal.amendments.values():
                if amendment.state == "carried":
                    proposal.words[amendment.paragraph] = amendment.words
                    amendment.state = "applied"
                elif amendment.state == "open" and stage == "first_assembly":
                    amendment.decided_in = "second_assembly"
                elif amendment.state == "open":
                    amendment.state = "not reached"

    def may_extend(self, stage: str, days: int) -> bool:
        return self.now < self.end(stage) and 0 < days <= MOST_DAYS

    def extend(self, stage: str, days: int) -> None:
        for later in STAGES[STAGES.index(stage) :]:
            self.due[later] += timedelta(days=days)

    @property
    def sits(self) -> str | None:
        """The assembly that sits now."""
        return next((one for one in STAGES if "assembly" in one and self.is_open(one)), None)

    def decides_later(self) -> str | None:
        """The assembly that would decide what is moved now; none while nothing can be moved."""
        if self.is_open("first_assembly"):
            return "first_assembly"
        return "second_assembly" if self.is_open("amendments") else None
