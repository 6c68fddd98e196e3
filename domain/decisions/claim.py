"""A decision that somebody claims was taken: recorded as a fact, judged, never enacted by itself.

It is a fact of the world that a mail went round and that votes are claimed.  Whether it was lawful
is answered by rules, one by one; what breaks a rule stands as irregular until a body with the power
ratifies or annuls it, and any member may object.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from pydantic import AwareDatetime

from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import PersonId, RuleId
from domain.kernel.refusal import OutOfOrder
from domain.kernel.value import Value
from domain.rules.rulebook import Edition
from domain.rules.values import Base, Count, Hours, Share, Who

NOTICE = RuleId("decisions.written_notice_hours")
REPLY = RuleId("decisions.written_reply_hours")
MAJORITY = RuleId("decisions.written_majority")
POWER = RuleId("constitution.amend_power")


def quorum_rule(body: str) -> RuleId:
    """The rule on how many of that body must take part."""
    return RuleId(f"{body}.meetings.quorum")


class Claimed(Value):
    """What is said to have happened.

    `notice_at`: when the text was sent; `decided_at`: when the result was declared; `body`: by
    whom; `changes_rulebook`: whether it claims to change the rules.
    """

    title: str
    body: str
    notice_at: AwareDatetime
    decided_at: AwareDatetime
    votes_for: int
    votes_against: int
    changes_rulebook: bool
    source: str | None = None


class Defect(Value):
    """A rule that the claimed decision breaks, with what was found and what was needed."""

    rule: RuleId
    found: str
    needed: str


class Outcome(StrEnum):
    """What a body with the power made of an irregular decision."""

    RATIFIED = "ratified"
    ANNULLED = "annulled"


class Claim(Aggregate):
    """One decision that is claimed to have been taken."""

    TOPIC = "claim"

    class Created(Aggregate.Created):
        """Never recorded: a claim begins by being recorded as such."""

        TOPIC = "claim.created.v1"

    class Recorded(Aggregate.Created):
        """A claimed decision was recorded with every defect that the rules find in it."""

        TOPIC = "claim.recorded.v1"
        claimed: Claimed
        defects: tuple[Defect, ...]

    class ObjectedTo(Aggregate.Event):
        """A member objected."""

        TOPIC = "claim.objected_to.v1"
        person: PersonId
        reason: str

    class Settled(Aggregate.Event):
        """A body with the power ratified or annulled it."""

        TOPIC = "claim.settled.v1"
        outcome: Outcome
        reason: str

    def __init__(self, claimed: Claimed, defects: tuple[Defect, ...]) -> None:
        self.claimed = claimed
        self.defects = defects
        self.objections: tuple[PersonId, ...] = ()
        self.outcome: Outcome | None = None

    @classmethod
    def record(
        cls, claim: UUID, act: Act, claimed: Claimed, edition: Edition, members: int | None = None
    ) -> Claim:
        """Record the claim; it enacts nothing.  `members`: how many vote in that body, if known."""
        defects = find_defects(claimed, edition, members)
        judged_by = (rule for rule in rules_for(claimed.body) if edition.has(rule))
        stamped = act.under(*judged_by).breaking(*(defect.rule for defect in defects))
        return cls._begin(cls.Recorded, claim, stamped, claimed=claimed, defects=defects)

    def object(self, act: Act, person: PersonId, reason: str) -> None:
        """Record a member's objection, once for each member."""
        if self.outcome is not None:
            raise OutOfOrder("This has been settled; an objection comes too late.")
        if person in self.objections:
            raise OutOfOrder("You have objected to this already.")
        self._objected_to(act=act, person=person, reason=reason)

    def settle(self, act: Act, outcome: Outcome, reason: str) -> None:
        """Ratify or annul it.  The power to do so has been judged by whoever asks."""
        if self.outcome is not None:
            raise OutOfOrder(f"This has been {self.outcome} already.")
        self._settled(act=act, outcome=outcome, reason=reason)

    @event(ObjectedTo)
    def _objected_to(self, act: Act, person: PersonId, reason: str) -> None:
        self.objections += (person,)

    @event(Settled)
    def _settled(self, act: Act, outcome: Outcome, reason: str) -> None:
        self.outcome = outcome


def rules_for(body: str) -> tuple[RuleId, ...]:
    """The rules that a decision of that body which was taken in writing is judged by."""
    return (NOTICE, REPLY, POWER, quorum_rule(body), MAJORITY)


def find_defects(
    claimed: Claimed, edition: Edition, members: int | None = None
) -> tuple[Defect, ...]:
    """Every rule that the claimed decision breaks: notice, reply, power, quorum, majority."""
    found = (
        _too_short(claimed.notice_at, claimed.decided_at, edition, NOTICE, "notice"),
        _too_short(claimed.notice_at, claimed.decided_at, edition, REPLY, "time to reply"),
        _no_power(claimed, edition),
        _too_few(claimed, edition),
        _no_majority(claimed, edition, members),
    )
    return tuple(defect for defect in found if defect is not None)


def _too_short(
    sent: datetime, decided: datetime, edition: Edition, rule: RuleId, what: str
) -> Defect | None:
    needed = edition.value(rule, Hours)
    given = decided - sent
    if given >= timedelta(hours=needed.count):
        return None
    minutes = int(given.total_seconds() // 60)
    return Defect(
        rule=rule, found=f"{minutes} minutes of {what}", needed=f"{needed.count} hours of {what}"
    )


def _no_power(claimed: Claimed, edition: Edition) -> Defect | None:
    powers = edition.value(POWER, Who).powers
    if not claimed.changes_rulebook or claimed.body in powers:
        return None
    return Defect(rule=POWER, found=f"decided by {claimed.body}", needed=" or ".join(powers))


def _too_few(claimed: Claimed, edition: Edition) -> Defect | None:
    rule = quorum_rule(claimed.body)
    if not edition.has(rule):
        return None
    needed = edition.value(rule, Count)
    voted = claimed.votes_for + claimed.votes_against
    if voted >= needed.count:
        return None
    return Defect(rule=rule, found=f"{voted} took part", needed=f"{needed.count} take part")


def _no_majority(claimed: Claimed, edition: Edition, members: int | None) -> Defect | None:
    """A share of all members can be judged only where it is known how many there are."""
    if not edition.has(MAJORITY):
        return None
    share = edition.value(MAJORITY, Share)
    of_all = share.of in (Base.MEMBERS, Base.ELIGIBLE)
    whole = members if of_all else claimed.votes_for + claimed.votes_against
    if whole is None or share.met_by(claimed.votes_for, whole):
        return None
    return Defect(
        rule=MAJORITY, found=f"{claimed.votes_for} of {whole} in favour", needed=share.in_words()
    )
