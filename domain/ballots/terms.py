"""What a ballot of members is about, and what it is held under: questions, hours, terms, roll.

Its terms are copied from the rulebook when it is called, and keep their distances when it is moved.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from pydantic import AwareDatetime

from domain.ballots.secrecy import Kept, Secrecy
from domain.counting.yes_no import Tally, Verdict
from domain.kernel.act import Act
from domain.kernel.ids import ElectionId, RuleId
from domain.kernel.moments import LONDON, days_after, shifted, wall_clock_shift
from domain.kernel.value import Value
from domain.notices.reminders import falls_due
from domain.rules.judging import judged
from domain.rules.rulebook import Governing
from domain.rules.values import Days, Flag, Share

MAJORITY = RuleId("refounding.ballot_majority")
TURNOUT = RuleId("refounding.ballot_turnout_quorum")
REMINDERS = RuleId("refounding.reminder_days")
FRANCHISE = RuleId("refounding.roll_freeze_days")
PERIOD = RuleId("refounding.ballot_days")
TERMS = (MAJORITY, TURNOUT, REMINDERS, FRANCHISE)
ONE_PAPER = RuleId("refounding.one_paper_each")
NOTICE = RuleId("refounding.ballot_notice_days")
TIES = RuleId("ballots.tie_rule")
SCRUTINEER = RuleId("ballots.scrutineer")
NAMED_BY = RuleId("ballots.scrutineer_named_by")
REPORT_DAYS = RuleId("ballots.scrutineer_report_days")


class Cited(Value):
    """The rules that a ballot is held by, as its acts cite them.

    `result` says when something is carried or who is elected, `roll` who votes, `hours` for how
    long, `reminders` when those who have not voted are reminded, and `ties` what breaks a tie.
    """

    result: tuple[RuleId, ...] = (MAJORITY, TURNOUT)
    roll: RuleId = FRANCHISE
    hours: RuleId = PERIOD
    reminders: RuleId = REMINDERS
    ties: RuleId = TIES


class Question(Value):
    """One thing that is voted on.

    `subject` is the proposal; `alternative_to` is set where a minority's text is put beside it,
    with the support that it had in the assembly.
    """

    subject: UUID
    number: int
    title: str
    digest: str
    alternative_to: UUID | None = None
    support: str | None = None


class Hours(Value):
    """From when and until when papers are taken."""

    opens: AwareDatetime
    closes: AwareDatetime


class Terms(Value):
    """The rules that a ballot is held under, fixed when it is called.

    `joined_by` is when the roll is frozen; `remind_at` are the moments of the reminders.  Both keep
    their distance from opening and close when those are moved.  `kept` is set where it is blind.
    `region`: only members of it vote.  `election` is what the ballot is the vote of, if of any;
    `cites` the rules by which all this is so.  `report_within`: nothing is counted before a
    scrutineer has reported, who has so long from the close; None where none is asked for.
    `survey`: it asks and decides nothing.  `endorsement` is what members decide by it, if of
    any, and `policy_primary` the one whose motions they rank.
    """

    majority: Share
    turnout: Share
    joined_by: AwareDatetime
    remind_at: tuple[AwareDatetime, ...]
    edition: int
    secrecy: Secrecy = Secrecy.SEALED
    kept: Kept | None = None
    region: str | None = None
    election: ElectionId | None = None
    cites: Cited = Cited()
    report_within: Days | None = None
    survey: bool = False
    endorsement: UUID | None = None
    policy_primary: UUID | None = None

    @property
    def by_own_rules(self) -> bool:
        """Whether it has rules of its own, and not those of a ballot between cycles."""
        given = (self.election, self.endorsement, self.policy_primary)
        return self.survey or any(one is not None for one in given)

    def report_due(self, closes: datetime) -> datetime | None:
        """Until when a scrutineer has to report; None where none is asked for."""
        within = self.report_within
        return None if within is None else days_after(closes, within.count, clear=within.clear)

    def moved_with(self, before: Hours, after: Hours, *, frozen: bool) -> Terms:
        """The terms for other hours; a roll that is frozen stays as it is."""
        opens = wall_clock_shift(before.opens, after.opens)
        closes = wall_clock_shift(before.closes, after.closes)
        fixed = frozen or self.by_own_rules
        joined_by = self.joined_by if fixed else shifted(self.joined_by, opens)
        remind_at = tuple(shifted(moment, closes) for moment in self.remind_at)
        return self.model_copy(update={"joined_by": joined_by, "remind_at": remind_at})


class Roll(Value):
    """The frozen roll: how many are on it, as of which position of the log, and its commitment."""

    count: int
    position: int
    commitment: str


class Result(Value):
    """The count of one question and what it means."""

    question: Question
    tally: Tally
    verdict: Verdict


def noticed(act: Act, hours: Hours, rules: Governing) -> Act:
    """The call of a ballot, judged by how long before the opening it is made."""
    if not rules.has(NOTICE):
        return act
    called_on = act.occurred_at.astimezone(LONDON).date()
    opens_on = hours.opens.astimezone(LONDON).date()
    return judged(act, rules.rule(NOTICE), rules.value(NOTICE, Days).short(called_on, opens_on))


def report_within(rules: Governing) -> Days | None:
    """How long a scrutineer has for the report; None where the rules ask for none."""
    if not rules.has(SCRUTINEER) or not rules.value(SCRUTINEER, Flag).holds:
        return None
    return rules.value(REPORT_DAYS, Days)


def terms_of(rules: Governing, now: datetime, hours: Hours) -> Terms:
    """The terms of a ballot that is called now."""
    before = rules.value(REMINDERS, Days)
    franchise = rules.value(FRANCHISE, Days).count
    return Terms(
        majority=rules.value(MAJORITY, Share),
        turnout=rules.value(TURNOUT, Share),
        joined_by=shifted(hours.opens, -timedelta(days=franchise)),
        remind_at=(falls_due(hours.closes, before),),
        edition=rules.opening.number,
    )
