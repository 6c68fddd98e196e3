"""The cycle itself: its calendar, what entered it, which stages are over, and what came of it.

It decides whether a proposal is in time, whether a deadline may move and what has fallen due.  It
does not know the texts (`proposal`), the debates (`assembly`) or the papers (`ballot`).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from domain.cycle.calendar import Calendar, Stage, StageName, planned
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import ProposalId, RuleId
from domain.kernel.moments import on_or_at, wall_clock_shift
from domain.kernel.refusal import BadInput, NotFound, OutOfOrder, RuleBroken, TooLate
from domain.kernel.value import Value
from domain.rules.rulebook import Edition, Governing, Rulebook
from domain.rules.values import Days

EXTENSION_LIMIT = RuleId("refounding.extension_max_days")


class Entry(Value):
    """A proposal that was handed in, by its number on the cycle's list."""

    number: int
    proposal: ProposalId
    title: str


class Cycle(Aggregate):
    """One constitutional cycle, from its opening to the last enactment."""

    TOPIC = "cycle"

    class Created(Aggregate.Created):
        """Never recorded: a cycle begins by being opened."""

        TOPIC = "cycle.created.v1"

    class Opened(Aggregate.Created):
        """The cycle was opened, with its calendar."""

        TOPIC = "cycle.opened.v1"
        title: str
        calendar: Calendar
        edition: int

    class ProposalEntered(Aggregate.Event):
        """A proposal was handed in before the end of drafting."""

        TOPIC = "cycle.proposal_entered.v1"
        entry: Entry

    class ProposalLeft(Aggregate.Event):
        """A proposal that had been handed in was withdrawn or merged."""

        TOPIC = "cycle.proposal_left.v1"
        proposal: ProposalId
        reason: str

    class DeadlineExtended(Aggregate.Event):
        """The end of a stage was moved, and what follows with it."""

        TOPIC = "cycle.deadline_extended.v1"
        stage: StageName
        due_before: datetime
        calendar: Calendar
        reason: str

    class StageClosed(Aggregate.Event):
        """A stage ended at its due moment."""

        TOPIC = "cycle.stage_closed.v1"
        stage: StageName

    class MovedToNewRules(Aggregate.Event):
        """A transitional clause moved this cycle to a newer rulebook version.

        Stages that had not opened are planned anew.
        """

        TOPIC = "cycle.moved_to_new_rules.v1"
        edition_before: int
        edition: int
        calendar: Calendar

    class Completed(Aggregate.Event):
        """Every result was enacted or recorded as lost."""

        TOPIC = "cycle.completed.v1"
        carried: tuple[ProposalId, ...]
        lost: tuple[ProposalId, ...]
        edition: int

    def __init__(self, title: str, calendar: Calendar, edition: int) -> None:
        self.title = title
        self.calendar = calendar
        self.edition = edition
        self.entries: tuple[Entry, ...] = ()
        self.left: tuple[ProposalId, ...] = ()
        self.closed: tuple[StageName, ...] = ()
        self.completed = False

    @classmethod
    def open(cls, cycle: UUID, act: Act, title: str, edition: Edition) -> Cycle:
        """Open a cycle under the rulebook in force; every later stage follows from its rules."""
        if not title.strip():
            raise BadInput("A cycle needs a title.")
        calendar = planned(act.occurred_at, edition)
        stamped = act.within(cycle, edition.number).under(*(stage.rule for stage in StageName))
        return cls._begin(
            cls.Opened, cycle, stamped, title=title, calendar=calendar, edition=edition.number
        )

    def governing(self, rulebook: Rulebook, now: datetime) -> Governing:
        """The rules that an act in this cycle is judged by."""
        pinned = rulebook.pinned(self.id, self.edition, now)
        return Governing(opening=pinned, current=rulebook.at(now))

    @property
    def standing_entries(self) -> tuple[Entry, ...]:
        """What is still before the members, in the order of the list."""
        return tuple(entry for entry in self.entries if entry.proposal not in self.left)

    def due(self, now: datetime) -> tuple[Stage, ...]:
        """The stages whose end has come but has not been recorded."""
        return tuple(
            stage
            for stage in self.calendar.stages
            if stage.due <= now and stage.name not in self.closed
        )

    def next_due(self) -> Stage | None:
        """The stage whose end is recorded next."""
        return next(
            (stage for stage in self.calendar.stages if stage.name not in self.closed), None
        )

    def record_due(self, act: Act) -> None:
        """Record the end of every stage that is over, each at its own due moment."""
        for stage in self.due(act.occurred_at):
            at_due = act.at(max(stage.due, self.modified_on)).under(stage.name.rule)
            self._stage_closed(act=self._stamped(at_due), stage=stage.name)

    def enter(self, act: Act, proposal: UUID, title: str, *, composite: bool = False) -> Entry:
        """Put a proposal on the list while drafting is open; raises `TooLate` after it.

        A composite may be made until the first assembly ends.
        """
        if not composite or act.occurred_at >= self.calendar.stage(StageName.FIRST_ASSEMBLY).due:
            self.calendar.require(StageName.DRAFTING, act.occurred_at)
        if any(entry.proposal == proposal for entry in self.standing_entries):
            raise OutOfOrder(f"'{title}' has been handed in already.")
        self.record_due(act)
        entry = Entry(number=len(self.entries) + 1, proposal=ProposalId(proposal), title=title)
        self._proposal_entered(act=self._stamped(act.under(StageName.DRAFTING.rule)), entry=entry)
        return entry

    def leave(self, act: Act, proposal: UUID, reason: str) -> None:
        """Take a withdrawn or merged proposal off the list, before the paper is made."""
        if proposal not in {entry.proposal for entry in self.standing_entries}:
            raise NotFound("This proposal is not on the list of the cycle.")
        last = self.calendar.stage(StageName.SECOND_ASSEMBLY)
        if act.occurred_at >= last.due:
            raise TooLate(
                "The texts are settled: nothing can be withdrawn or merged any more.",
                rule=last.name.rule,
            )
        self.record_due(act)
        self._proposal_left(act=self._stamped(act), proposal=ProposalId(proposal), reason=reason)

    def extend(
        self, act: Act, stage: StageName, due: datetime, rules: Governing, reason: str
    ) -> None:
        """Move the end of a stage that is not over, within the limit that the rulebook sets."""
        before = self.calendar.stage(stage)
        if act.occurred_at >= before.due:
            raise TooLate(
                f"{stage.heading} ended {on_or_at(before.due)}: an ended stage can't be extended.",
                rule=EXTENSION_LIMIT,
            )
        self._check_extension(before, due, rules, reason)
        self.record_due(act)
        self._deadline_extended(
            act=self._stamped(act.under(EXTENSION_LIMIT)),
            stage=stage,
            due_before=before.due,
            calendar=self.calendar.extended(stage, due),
            reason=reason,
        )

    def _check_extension(self, before: Stage, due: datetime, rules: Governing, reason: str) -> None:
        limit = rules.value(EXTENSION_LIMIT, Days)
        clause = rules.rule(EXTENSION_LIMIT).clause
        if not reason.strip():
            raise BadInput("An extension needs its reason: it is shown to every member.")
        if due <= before.due:
            raise BadInput(
                f"An extension moves a deadline later; {before.name.heading} "
                f"already ends {on_or_at(before.due)}."
            )
        if wall_clock_shift(before.due, due) > timedelta(days=limit.count):
            raise RuleBroken(
                f"One extension may add {limit.count} days at the most.",
                rule=EXTENSION_LIMIT,
                clause=clause,
            )

    def follow_transitional_clause(self, act: Act, rulebook: Rulebook) -> None:
        """Go over to the newest edition in force that names this cycle, if there is one.

        It took effect at that edition's moment; this records it.
        """
        new = rulebook.pinned(self.id, self.edition, act.occurred_at)
        if self.completed or new.number == self.edition:
            return
        old = rulebook.edition(self.edition)
        at_effect = act.at(max(new.in_force_from, self.modified_on)).within(self.id, new.number)
        self._moved_to_new_rules(
            act=at_effect,
            edition_before=old.number,
            edition=new.number,
            calendar=self.calendar.replanned(new.in_force_from, old, new),
        )

    def complete(
        self, act: Act, carried: tuple[ProposalId, ...], lost: tuple[ProposalId, ...], edition: int
    ) -> None:
        """Close the cycle once every result is enacted."""
        if self.completed:
            return
        if act.occurred_at < self.calendar.stage(StageName.BALLOT).due:
            raise OutOfOrder("The ballot of this cycle is not over.", rule=StageName.BALLOT.rule)
        self.record_due(act)
        stamped = self._stamped(act.under(StageName.BALLOT.rule))
        self._completed(act=stamped, carried=carried, lost=lost, edition=edition)

    def _stamped(self, act: Act) -> Act:
        return act.within(self.id, self.edition)

    @event(ProposalEntered)
    def _proposal_entered(self, act: Act, entry: Entry) -> None:
        self.entries += (entry,)
        self.left = tuple(gone for gone in self.left if gone != entry.proposal)

    @event(ProposalLeft)
    def _proposal_left(self, act: Act, proposal: ProposalId, reason: str) -> None:
        self.left += (proposal,)

    @event(DeadlineExtended)
    def _deadline_extended(
        self, act: Act, stage: StageName, due_before: datetime, calendar: Calendar, reason: str
    ) -> None:
        self.calendar = calendar

    @event(StageClosed)
    def _stage_closed(self, act: Act, stage: StageName) -> None:
        self.closed += (stage,)

    @event(MovedToNewRules)
    def _moved_to_new_rules(
        self, act: Act, edition_before: int, edition: int, calendar: Calendar
    ) -> None:
        self.edition = edition
        self.calendar = calendar

    @event(Completed)
    def _completed(
        self, act: Act, carried: tuple[ProposalId, ...], lost: tuple[ProposalId, ...], edition: int
    ) -> None:
        self.completed = True
