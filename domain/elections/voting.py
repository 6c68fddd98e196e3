"""The vote of an election: ballots called once it is settled who stands, counted, and declared.

Each section in which more stand than there are places has a ballot of its own.  Its papers are
those of any ballot of members (`domain.ballots`); here is decided when they are called, who may
vote, and that the returning officer declares who is elected before anybody takes a place.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.ballots.choices import Choices
from domain.ballots.choosing import Choosing
from domain.ballots.terms import Hours, Question
from domain.counting.outcomes import Contested, Short, Unopposed
from domain.counting.result import CountResult
from domain.elections.count import RETURNING_OFFICER
from domain.elections.election import Election
from domain.elections.lot import LotSource
from domain.elections.mattering import Error, could_matter
from domain.elections.section_ballot import question_of, terms_of_section
from domain.elections.standing import Standing
from domain.elections.terms import METHOD, SEATS, TIE
from domain.elections.voting_acts import Elected, SectionBallot, VotingActs
from domain.elections.voting_terms import (
    ANNULLED_FOR,
    OBJECTION_DAYS,
    OPENS_DAYS,
    VOTING_DAYS,
    AnnulledFor,
    VotingTerms,
)
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import BodyId, ElectionId, RuleId, derived
from domain.kernel.moments import in_words
from domain.kernel.refusal import NotFound, OutOfOrder, RuleBroken, TooEarly, TooLate
from domain.rules.governing import Governing
from domain.text.text import Text, digest


class Voting(Aggregate, VotingActs):
    """The vote of one election."""

    TOPIC = "voting"

    class Created(Aggregate.Created):
        """Never recorded: it falls due when it is settled who stands."""

        TOPIC = "voting.created.v1"

    class FellDue(Aggregate.Created):
        """It was settled who stands: members vote in these sections, if in any."""

        TOPIC = "voting.fell_due.v1"
        election: ElectionId
        body: BodyId
        title: str
        sections: tuple[str, ...]
        terms: VotingTerms
        edition: int

    def __init__(
        self,
        election: ElectionId,
        body: BodyId,
        title: str,
        sections: tuple[str, ...],
        terms: VotingTerms,
        edition: int,
    ) -> None:
        self.election = election
        self.body = body
        self.title = title
        self.sections = sections
        self.terms = terms
        self.edition = edition
        self.ballots: tuple[SectionBallot, ...] = ()
        self.annulled: tuple[SectionBallot, ...] = ()
        self.hours: Hours | None = None
        self.counted: tuple[Elected, ...] | None = None
        self.declared = False
        self.standing: frozenset[str] = frozenset()
        self.objections_until: datetime | None = None
        self.confirmed = False
        self.recounts: tuple[SectionBallot, ...] = ()
        self.recounted = 0

    @classmethod
    def fall_due(cls, act: Act, election: Election, terms: VotingTerms) -> Voting:
        """Begin the vote of an election in which it is settled who stands."""
        voted = [one.section for one in election.standing if isinstance(one.outcome, Contested)]
        stamped = act.within(election.id, election.terms.edition)
        return cls._begin(
            cls.FellDue,
            voting_id(election.id),
            stamped.under(terms.rule(OPENS_DAYS)),
            election=ElectionId(election.id),
            body=election.body,
            title=election.title,
            sections=tuple(voted),
            terms=terms,
            edition=election.terms.edition,
        )

    @property
    def waits_to_be_called(self) -> bool:
        return bool(self._to_be_called)

    @property
    def _to_be_called(self) -> tuple[str, ...]:
        """The sections in which members vote and have no ballot, or no more."""
        called = {one.section for one in self.ballots}
        return tuple(one for one in self.sections if one not in called)

    def why_not_yet(self, lot: LotSource | None, now: datetime) -> str | None:
        """What is missing before ballots can be called, as a sentence; None if nothing is."""
        closes = self.terms.hours(now).closes
        if lot is None:
            wanted = "Waits for the returning officer to announce the value that ties are drawn by"
        elif lot.known_from < closes:
            wanted = (
                f"Waits for the returning officer to announce another value than {lot.source}, "
                f"which is known on {lot.when}"
            )
        else:
            return None
        return f"{wanted}: one that nobody knows before {in_words(closes)}."

    def call(
        self, act: Act, election: Election, rules: Governing
    ) -> tuple[list[Ballot], list[Choices]]:
        """Call a ballot for each section; what they are held under follows from the rules alone."""
        lot = election.lot
        why_not = self.why_not_yet(lot, act.occurred_at)
        if why_not is not None or lot is None:
            raise OutOfOrder(why_not or "", rule=self.terms.rule(TIE))
        hours = self.terms.hours(act.occurred_at)
        ballots, choices, told = [], [], []
        for section in self._to_be_called:
            question = question_of(election, section)
            ballot = self._ballot(act, election, section, question, hours, rules)
            ballots.append(ballot)
            choices.append(Choices.put(ballot, act, (question,), lot))
            told.append(SectionBallot(section=section, ballot=ballot.id))
        stamped = self._inside(act).under(*map(self.terms.rule, (OPENS_DAYS, VOTING_DAYS, TIE)))
        self._called(act=stamped, ballots=tuple(told), hours=hours, lot=lot)
        return ballots, choices

    def count(self, act: Act, elected: tuple[Elected, ...]) -> None:
        """Record who is elected by the counts, and without a vote."""
        if self.counted is None:
            self._counted(act=self._inside(act).under(*self._by), elected=elected)

    def annul(
        self,
        act: Act,
        section: str,
        error: Error,
        result: CountResult,
        reasons: str,
        why: AnnulledFor,
        objection: UUID | None = None,
    ) -> None:
        """Annul the vote of a section, so that it is voted on again; for the errors of the rule.

        Raises `OutOfOrder` before it is counted and, unless it is for an objection, after it is
        declared; and `RuleBroken` for an error that could not have changed who is elected, where
        the rule asks for that.
        """
        rule = self.terms.rule(ANNULLED_FOR)
        if self.declared and objection is None:
            raise OutOfOrder(
                "It has been declared who is elected: its vote is annulled only by upholding an "
                "objection, if there is a time for objections.",
                rule=rule,
            )
        if self.counted is None and section not in self.standing:
            raise OutOfOrder("Not every section has been counted: wait for that.", rule=rule)
        tested = could_matter(result, error)
        if why is AnnulledFor.COULD_MATTER and not tested.could_matter:
            raise RuleBroken(
                f"{tested.because} It could not have changed who is elected, so the vote stands.",
                rule=rule,
            )
        self._section_annulled(
            act=self._inside(act).under(RETURNING_OFFICER, rule),
            section=section,
            ballot=self.ballot_of(section),
            error=error,
            found=tested.because,
            reasons=reasons,
            objection=objection,
        )

    def order_recount(self, act: Act, section: str, reasons: str) -> None:
        """Have the papers of a section counted again; until what was declared stands."""
        ballot = self.ballot_of(section)
        if self.counted is None and section not in self.standing:
            raise OutOfOrder("This section has not been counted.", rule=RETURNING_OFFICER)
        if self.confirmed:
            raise TooLate(
                "What was declared stands: nobody can object any more.",
                rule=self.terms.rule(OBJECTION_DAYS),
            )
        if any(one.ballot == ballot for one in self.recounts):
            raise OutOfOrder("Its papers are being counted again already.", rule=RETURNING_OFFICER)
        stamped = self._inside(act).under(RETURNING_OFFICER)
        self._recount_ordered(act=stamped, section=section, ballot=ballot, reasons=reasons)

    def recount(self, act: Act, ballot: UUID, amiss: tuple[str, ...]) -> None:
        """Record what came of counting again, once for each time that it was ordered."""
        found = next((one for one in self.recounts if one.ballot == ballot), None)
        if found is not None:
            stamped = self._inside(act).under(*self._by)
            self._recounted(act=stamped, section=found.section, ballot=ballot, amiss=amiss)

    def must_take_objections(self, moment: datetime, *, to_result: bool) -> None:
        """Raises `TooEarly`, `TooLate` or `OutOfOrder` if nobody can object then."""
        rule = self.terms.rule(OBJECTION_DAYS)
        until = self.objections_until
        if not self.declared:
            if to_result and until is None:
                raise TooEarly(
                    "It has not been declared who is elected: there is no result to object to.",
                    rule=rule,
                )
            return
        if until is None:
            raise OutOfOrder(
                "It has been declared who is elected, and no rule gives a time to object to that.",
                rule=rule,
            )
        if self.confirmed or moment >= until:
            raise TooLate(f"Objections could be raised until {in_words(until)}.", rule=rule)

    def confirm(self, act: Act) -> None:
        """Record that what was declared stands: at the end of the time to object, or later.

        It is later if a ruling was, which whoever asks has waited for.
        """
        until = self.objections_until
        if self.confirmed or not self.declared or until is None:
            return
        rule = self.terms.rule(OBJECTION_DAYS)
        if act.occurred_at < until:
            raise TooEarly(f"Objections can be raised until {in_words(until)}.", rule=rule)
        self._confirmed(act=self._inside(act).under(rule))

    def ballot_of(self, section: str) -> UUID:
        """The ballot of a section; raises `NotFound` where nobody votes."""
        found = next((one.ballot for one in self.ballots if one.section == section), None)
        if found is None:
            raise NotFound(f"Nobody votes for {section.replace('_', ' ')} in this election.")
        return found

    @property
    def to_declare(self) -> tuple[Elected, ...]:
        """Who is elected by the counts in the sections for which it is not declared yet."""
        return tuple(one for one in self.counted or () if one.section not in self.standing)

    def declare(self, act: Act, elected: tuple[Elected, ...]) -> None:
        """Declare who is elected; raises `OutOfOrder` before every section is counted, or twice.

        The time to object begins with it, anew if a section was voted on again.
        """
        if self.counted is None:
            raise OutOfOrder(
                "Not every section has been counted, so nobody can be declared elected yet.",
                rule=RETURNING_OFFICER,
            )
        if self.declared:
            raise OutOfOrder("It has been declared who is elected.", rule=RETURNING_OFFICER)
        stamped = self._inside(act).under(RETURNING_OFFICER, *self._by)
        until = self.terms.objections_until(act.occurred_at)
        if until is not None:
            stamped = stamped.under(self.terms.rule(OBJECTION_DAYS))
        self._declared(act=stamped, elected=elected, objections_until=until)

    def _ballot(
        self,
        act: Act,
        election: Election,
        section: str,
        asked: Choosing,
        hours: Hours,
        rules: Governing,
    ) -> Ballot:
        before = sum(one.section == section for one in self.annulled)
        ballot = derived(self.id, "ballot", section, *((before,) if before else ()))
        text = digest(Text.from_plain("\n\n".join((asked.title, *asked.names))))
        subject = derived(ballot, "question", 1)
        question = Question(subject=subject, number=1, title=asked.title, digest=text)
        return Ballot.call(
            ballot,
            act,
            title=asked.title,
            parent=None,
            questions=(question,),
            hours=hours,
            rules=rules,
            terms=terms_of_section(election, section, hours, self.terms, self.edition),
        )

    @property
    def _by(self) -> tuple[RuleId, ...]:
        return self.terms.rule(METHOD), self.terms.rule(SEATS)

    def _inside(self, act: Act) -> Act:
        return act.within(self.election, self.edition)

    @event(VotingActs.Called)
    def _called(
        self, act: Act, ballots: tuple[SectionBallot, ...], hours: Hours, lot: LotSource
    ) -> None:
        self.ballots += ballots
        self.hours = hours

    @event(VotingActs.SectionAnnulled)
    def _section_annulled(
        self,
        act: Act,
        section: str,
        ballot: UUID,
        error: Error,
        found: str,
        reasons: str,
        objection: UUID | None,
    ) -> None:
        self.ballots = tuple(one for one in self.ballots if one.section != section)
        self.annulled += (SectionBallot(section=section, ballot=ballot),)
        self.counted = None
        self.declared = False
        self.standing -= {section}

    @event(VotingActs.RecountOrdered)
    def _recount_ordered(self, act: Act, section: str, ballot: UUID, reasons: str) -> None:
        self.recounts += (SectionBallot(section=section, ballot=ballot),)

    @event(VotingActs.Recounted)
    def _recounted(self, act: Act, section: str, ballot: UUID, amiss: tuple[str, ...]) -> None:
        self.recounts = tuple(one for one in self.recounts if one.ballot != ballot)
        self.recounted += 1

    @event(VotingActs.Counted)
    def _counted(self, act: Act, elected: tuple[Elected, ...]) -> None:
        self.counted = elected

    @event(VotingActs.Declared)
    def _declared(
        self, act: Act, elected: tuple[Elected, ...], objections_until: datetime | None
    ) -> None:
        self.declared = True
        self.standing |= {one.section for one in self.counted or ()}
        self.objections_until = objections_until

    @event(VotingActs.Confirmed)
    def _confirmed(self, act: Act) -> None:
        self.confirmed = True


def voting_id(election: UUID) -> UUID:
    """The stream of the vote of an election."""
    return derived(election, "voting")


def without_a_vote(standing: Standing) -> tuple[str, ...]:
    """Who is elected in a section in which nobody votes."""
    outcome = standing.outcome
    return outcome.elected if isinstance(outcome, Unopposed | Short) else ()
