"""A plain model of a cycle: lists, dictionaries and comparisons, and nothing of the service."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.application.model_texts import METHOD, TIES, Content, Proposal, rules_in

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


class Model:
    """What a cycle that was opened at a moment should be."""

    def __init__(self, opened: datetime) -> None:
        self.now = opened
        self.opened = opened.astimezone(LONDON).replace(tzinfo=None)
        self.due: dict[str, datetime] = {}
        self.proposals: list[Proposal] = []
        self.papers: dict[int, str] = {}
        self.over: list[str] = []
        self.rules = {METHOD: "block", TIES: "lot"}
        self.in_dispute: list[Content] = []
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
                self._end(stage)

    def _end(self, stage: str) -> None:
        if stage.endswith("assembly"):
            for proposal in self.standing:
                proposal.rise(stage)
        elif stage == "ballot":
            self._enact()

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

    def takes_counters(self) -> bool:
        return self.is_open("amendments") or self.is_open("second_assembly")

    @property
    def paper(self) -> list[tuple[Proposal, Content]]:
        """Every text on the paper, with the proposal that it belongs to."""
        return [(one, text) for one in self.standing for text in one.texts_on_the_paper()]

    def tally(self, at: int) -> tuple[int, int]:
        """For and against the text at that place of the paper."""
        marks = [paper[at] for paper in self.papers.values()]
        return marks.count("Y"), marks.count("N")

    def carried(self) -> list[Content]:
        """Of each proposal the text with most votes among those with a majority."""
        best: dict[int, tuple[int, Content]] = {}
        for at, (proposal, text) in enumerate(self.paper):
            yes, no = self.tally(at)
            if yes > no and yes > best.get(id(proposal), (-1, {}))[0]:
                best[id(proposal)] = yes, text
        return [text for _, text in best.values()]

    def _enact(self) -> None:
        """All rules read one clause here, so what collides in one of them waits with the others."""
        wanted = [text for text in self.carried() if rules_in(text)]
        self.in_dispute = [one for one in wanted if any(differ(one, other) for other in wanted)]
        for text in wanted:
            if text not in self.in_dispute:
                self.rules |= rules_in(text)

    def rule_on(self, holds: int | None) -> None:
        """A ruling says which reading holds, or that none does."""
        if holds is not None:
            self.rules |= rules_in(self.in_dispute[holds])
        self.in_dispute = []


def differ(one: Content, other: Content) -> bool:
    """Whether they ask for different values of one rule."""
    theirs = rules_in(other)
    return any(theirs.get(rule, word) != word for rule, word in rules_in(one).items())
