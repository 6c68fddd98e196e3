"""A change of the rules that a working group drafts, puts on a shortlist, and the group proposes.

It changes no rule itself: what is proposed goes on to whoever can alter the rules, and what became
of it there is put on record.  Who may decide at each step has been judged by whoever asks.
"""

from __future__ import annotations

from enum import StrEnum

from domain.cycle.asked import Asked
from domain.decisions.decided import DecidedAt
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import BodyId, StreamId
from domain.kernel.refusal import BadInput, OutOfOrder, RuleBroken
from domain.kernel.value import Value
from domain.rules.values import Rule


class State(StrEnum):
    """How far a suggested change has come."""

    DRAFTED = "drafted"
    SHORTLISTED = "shortlisted"
    PROPOSED = "proposed"
    LEFT_OUT = "left_out"
    CARRIED = "carried"
    LOST = "lost"


class Listed(Value):
    """The shortlist that a draft is on: what it is called, and the decision that made it."""

    title: str
    decided: DecidedAt


class SuggestedChange(Aggregate):
    """One change of the rules, from its draft to what became of it."""

    TOPIC = "suggested_change"

    class Created(Aggregate.Created):
        """Never recorded: it begins by being drafted."""

        TOPIC = "suggested_change.created.v1"

    class Drafted(Aggregate.Created):
        """A body drafted a change of the rules, for itself or for the group that it is part of."""

        TOPIC = "suggested_change.drafted.v1"
        body: BodyId
        body_name: str
        group: BodyId
        title: str
        asked: Asked

    class Shortlisted(Aggregate.Event):
        """The draft was put on a shortlist."""

        TOPIC = "suggested_change.shortlisted.v1"
        listed: Listed

    class Proposed(Aggregate.Event):
        """The group decided to propose the change."""

        TOPIC = "suggested_change.proposed.v1"
        decided: DecidedAt

    class LeftOut(Aggregate.Event):
        """The group decided not to propose the change."""

        TOPIC = "suggested_change.left_out.v1"
        decided: DecidedAt
        reason: str

    class Concluded(Aggregate.Event):
        """What was proposed was carried or lost where it was decided on."""

        TOPIC = "suggested_change.concluded.v1"
        carried: bool
        how: str

    def __init__(
        self, body: BodyId, body_name: str, group: BodyId, title: str, asked: Asked
    ) -> None:
        self.body = body
        self.group = group
        self.title = title
        self.asked = asked
        self.state = State.DRAFTED
        self.listed: Listed | None = None

    @classmethod
    def draft(
        cls, stream: StreamId, act: Act, body: tuple[BodyId, str], group: BodyId, what: Suggested
    ) -> SuggestedChange:
        """Draft a change; `body` is who drafts it, with its name."""
        if not what.title.strip():
            raise BadInput("A change of the rules needs a title.")
        if not what.asked.changes_the_rulebook and not what.asked.text.plain.strip():
            raise BadInput("Say in words or by a rule what is to change.")
        return cls._begin(
            cls.Drafted,
            stream,
            act,
            body=body[0],
            body_name=body[1],
            group=group,
            title=what.title,
            asked=what.asked,
        )

    def shortlist(self, act: Act, listed: Listed) -> None:
        """Put the draft on a shortlist."""
        self._must_be(State.DRAFTED)
        self._shortlisted(act=act, listed=listed)

    def propose(self, act: Act, decided: DecidedAt, needed: Rule | None) -> None:
        """Propose it; `needed` is the rule by which only what is on a shortlist is proposed."""
        if self.state is State.DRAFTED and needed is not None:
            raise RuleBroken(
                f"“{self.title}” is on no shortlist, and only what is on one is proposed.",
                rule=needed.id,
                clause=needed.clause,
            )
        self._must_be(State.DRAFTED, State.SHORTLISTED)
        self._proposed(act=act, decided=decided)

    def leave_out(self, act: Act, decided: DecidedAt, reason: str) -> None:
        """Decide not to propose it."""
        self._must_be(State.DRAFTED, State.SHORTLISTED)
        self._left_out(act=act, decided=decided, reason=reason)

    def conclude(self, act: Act, how: str, *, carried: bool) -> None:
        """Record what became of what was proposed."""
        self._must_be(State.PROPOSED)
        self._concluded(act=act, carried=carried, how=how)

    def _must_be(self, *states: State) -> None:
        if self.state not in states:
            told = self.state.replace("_", " ")
            raise OutOfOrder(f"“{self.title}” can't be moved so: it is {told} already.")

    @event(Shortlisted)
    def _shortlisted(self, act: Act, listed: Listed) -> None:
        self.state = State.SHORTLISTED
        self.listed = listed

    @event(Proposed)
    def _proposed(self, act: Act, decided: DecidedAt) -> None:
        self.state = State.PROPOSED

    @event(LeftOut)
    def _left_out(self, act: Act, decided: DecidedAt, reason: str) -> None:
        self.state = State.LEFT_OUT

    @event(Concluded)
    def _concluded(self, act: Act, carried: bool, how: str) -> None:
        self.state = State.CARRIED if carried else State.LOST


class Suggested(Value):
    """A title and what is asked for under it."""

    title: str
    asked: Asked
