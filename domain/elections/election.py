"""An election: called under the rules of the day, who stands settled, papers handed in.

Who stands is handed in by the returning officer where nominations were taken elsewhere; or it
follows from nominations, which are open until moments that the rulebook gives.  How papers are
counted is decided in `domain.counting`, what is done with a count in `count`, and what is done with
one nomination in `nomination`.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from domain.bodies.body import Body
from domain.counting.contest import Candidate, Contest, checked
from domain.counting.outcomes import Contested, Impossible, Outcome, Short, before_voting
from domain.elections.count import RETURNING_OFFICER, Matter
from domain.elections.lot import LotSource
from domain.elections.nominating import (
    CURE_DAYS,
    OPEN_DAYS,
    Due,
    NominatingTerms,
    Window,
    nominating_terms,
    window_of,
)
from domain.elections.nominating import NEEDED as NOMINATING
from domain.elections.standing import Papers, Standing, contest_of, must_count_towards
from domain.elections.terms import NEEDED, REOPEN, SEATS, TIE, UNFILLED, Terms, election_rule
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import BodyId, ElectionId
from domain.kernel.refusal import OutOfOrder, RuleBroken
from domain.rules.governing import Governing
from domain.rules.values import Section


class Election(Aggregate):
    """One election to one body."""

    TOPIC = "election"

    class Created(Aggregate.Created):
        """Never recorded: an election begins by being called."""

        TOPIC = "election.created.v1"

    class Called(Aggregate.Created):
        """An election was called under the rules in force.

        `fills`: the vacancies that it is to fill, if it is a by-election.
        """

        TOPIC = "election.called.v1"
        body: BodyId
        title: str
        terms: Terms
        fills: tuple[UUID, ...] = ()

    class LotAnnounced(Aggregate.Event):
        """It was announced which public value ties will be drawn from, before it is known."""

        TOPIC = "election.lot_announced.v1"
        lot: LotSource

    class NominationsOpened(Aggregate.Event):
        """Notice was given: nominations are open, for each section until a moment."""

        TOPIC = "election.nominations_opened.v1"
        title: str
        terms: NominatingTerms
        windows: tuple[Window, ...]

    class NominationsChecked(Aggregate.Event):
        """The time to nominate for a section was over: how many there are, how many defective."""

        TOPIC = "election.nominations_checked.v1"
        section: str
        made: int
        defective: int

    class NominationsReopened(Aggregate.Event):
        """Those who stand can't fill a section: it is said before anybody votes, and more may."""

        TOPIC = "election.nominations_reopened.v1"
        window: Window
        reason: str

    class NominationsClosed(Aggregate.Event):
        """Nominations for a section were closed: who stands, and whether there is a vote."""

        TOPIC = "election.nominations_closed.v1"
        standing: Standing

    class CandidatesPublished(Aggregate.Event):
        """It is settled for every section who stands."""

        TOPIC = "election.candidates_published.v1"

    class CalledOff(Aggregate.Event):
        """The election was called off before it was settled who stands."""

        TOPIC = "election.called_off.v1"
        reason: str

    class PapersHandedIn(Aggregate.Event):
        """The papers of a section were handed in to be counted."""

        TOPIC = "election.papers_handed_in.v1"
        section: str
        count: UUID

    def __init__(
        self, body: BodyId, title: str, terms: Terms, fills: tuple[UUID, ...] = ()
    ) -> None:
        self.body = body
        self.title = title
        self.terms = terms
        self.fills = fills
        self.lot: LotSource | None = None
        self.standing: tuple[Standing, ...] = ()
        self.counts: tuple[tuple[str, UUID], ...] = ()
        self.nominating: NominatingTerms | None = None
        self.noticed_at: datetime | None = None
        self.windows: tuple[Window, ...] = ()
        self.checked: tuple[str, ...] = ()
        self.called_off = False

    @classmethod
    def call(
        cls,
        election: UUID,
        act: Act,
        body: Body,
        title: str,
        terms: Terms,
        fills: tuple[UUID, ...] = (),
    ) -> Election:
        """Call an election; `terms_of` refuses it while a rule is missing."""
        rules = tuple(election_rule(body.slug, name) for name in NEEDED)
        return cls._begin(
            cls.Called,
            election,
            act.within(election, terms.edition).under(*rules),
            body=BodyId(body.id),
            title=title,
            terms=terms,
            fills=fills,
        )

    def announce_lot(self, act: Act, body: Body, lot: LotSource) -> None:
        """Announce which value the lots are drawn from; another replaces it until papers are in."""
        rule = election_rule(body.slug, TIE)
        if not self.terms.by_lot:
            raise RuleBroken("In this election ties are decided, not drawn by lot.", rule=rule)
        if self.counts:
            raise OutOfOrder("Papers of this election have been handed in already.")
        lot.must_not_be_known(act.occurred_at, rule)
        self._lot_announced(act=self._inside(act).under(rule), lot=lot)

    def open_nominations(self, act: Act, body: Body, rules: Governing) -> None:
        """Give notice: nominations are open for every section, as long as the rules say."""
        self._must_go_on()
        if self.nominating is not None or self.standing:
            raise OutOfOrder("Nominations of this election have been opened already.")
        terms = nominating_terms(body.slug, rules)
        windows = tuple(terms.window(one.section, act.occurred_at) for one in self.terms.sections)
        stamped = self._inside(act).under(*(terms.rule(name) for name in NOMINATING))
        self._nominations_opened(act=stamped, title=self.title, terms=terms, windows=windows)

    def nominating_in(self, section: str) -> tuple[NominatingTerms, Window]:
        """How and until when nominations run in a section; raises `OutOfOrder` if they do not."""
        self._must_go_on()
        if self.nominating is None:
            raise OutOfOrder(
                "Nominations of this election have not been opened.", rule=RETURNING_OFFICER
            )
        return self.nominating, window_of(self.windows, section)

    def must_count(self, section: str, candidate: Candidate) -> None:
        """Raises `BadInput` for a group that no quota of a section counts."""
        must_count_towards(self.terms.quotas(self.terms.section(section)), (candidate,))

    @property
    def is_settled(self) -> bool:
        """Whether it is settled for every section who stands, by nominations that were made."""
        return self.nominating is not None and len(self.standing) == len(self.terms.sections)

    @property
    def next_due(self) -> Due | None:
        """What falls due next in the nominations, if anything does."""
        terms = self.nominating
        if terms is None or self.called_off:
            return None
        open_ = (one for one in self.windows if self.of_section(one.section) is None)
        return min((self._due(terms, one) for one in open_), default=None, key=lambda due: due[0])

    def check(self, act: Act, section: str, made: int, defective: int) -> None:
        """Record that the time to nominate for a section is over."""
        terms, _ = self.nominating_in(section)
        stamped = self._inside(act.no_earlier(self.modified_on)).under(terms.rule(OPEN_DAYS))
        self._nominations_checked(act=stamped, section=section, made=made, defective=defective)

    def settle(
        self, act: Act, section: str, candidates: tuple[Candidate, ...], now: datetime
    ) -> None:
        """Settle who stands for a section, or reopen its nominations if they can't fill it.

        Where the rulebook has too few reopen nominations, they do so once; where quotas can't be
        kept, as often as it takes.  They are reopened from `now` on.
        """
        terms, window = self.nominating_in(section)
        places = self.terms.section(section)
        contest = checked(Contest(seats=places.seats, candidates=candidates))
        outcome = before_voting(contest, self.terms.quotas(places))
        settled = self._inside(act.no_earlier(self.modified_on)).under(terms.rule(CURE_DAYS))
        reason = self._why_again(outcome, window)
        if reason is not None:
            again = terms.window(section, now, again=True)
            why = settled.under(terms.rule(SEATS), terms.rule(UNFILLED))
            self._nominations_reopened(act=why, window=again, reason=reason)
            return
        standing = Standing(section=section, candidates=candidates, outcome=outcome)
        self._nominations_closed(act=settled.under(terms.rule(SEATS)), standing=standing)
        if len(self.standing) == len(self.terms.sections):
            self._candidates_published(act=settled)

    def call_off(self, act: Act, reason: str) -> None:
        """Call the election off; raises `OutOfOrder` once it is settled who stands."""
        self._must_go_on()
        not_begun = self.nominating is None and not self.standing
        if self.next_due is None and not not_begun:
            raise OutOfOrder(
                "An election is called off before it is settled who stands, and not after that.",
                rule=RETURNING_OFFICER,
            )
        self._called_off(act=self._inside(act), reason=reason)

    def close_nominations(
        self, act: Act, body: Body, section: str, candidates: tuple[Candidate, ...]
    ) -> None:
        """Close the nominations for a section.

        Raises `RuleBroken` if those who stand can't keep the quotas, before anybody votes.
        """
        places = self.terms.section(section)
        self._must_go_on()
        if self.nominating is not None:
            raise OutOfOrder(
                "Who stands in this election follows from its nominations, at their moment.",
                rule=self.nominating.rule(CURE_DAYS),
            )
        if self.of_section(section) is not None:
            raise OutOfOrder(f"Nominations for section {section} have been closed already.")
        contest = checked(Contest(seats=places.seats, candidates=candidates))
        quotas = self.terms.quotas(places)
        must_count_towards(quotas, candidates)
        outcome = before_voting(contest, quotas)
        rule = election_rule(body.slug, SEATS)
        if isinstance(outcome, Impossible):
            raise RuleBroken(
                f"{outcome.reason} Reopen nominations before anybody votes.", rule=rule
            )
        standing = Standing(section=section, candidates=candidates, outcome=outcome)
        self._nominations_closed(act=self._inside(act).under(rule), standing=standing)

    def hand_in(self, act: Act, body: Body, papers: Papers, count: UUID) -> Matter:
        """Hand in the papers of a section; returns what is counted, with the lot if there is one.

        How they are counted follows from the terms of the election alone.
        """
        section = self.terms.section(papers.section)
        standing = self._contested(section)
        if self.terms.by_lot:
            self._must_have_a_lot(act, body)
        matter = Matter(
            title=f"{self.title}: {section.section.replace('_', ' ')}",
            contest=contest_of(section, standing, papers),
            terms=self.terms.of_count(section),
            bundle=papers.bundle,
            election=ElectionId(self.id),
            section=section.section,
            lot=self.lot if self.terms.by_lot else None,
        )
        self._papers_handed_in(act=self._inside(act), section=section.section, count=count)
        return matter

    def of_section(self, section: str) -> Standing | None:
        """Who stands for a section, once its nominations are closed."""
        return next((one for one in self.standing if one.section == section), None)

    def count_of(self, section: str) -> UUID | None:
        """The newest count of a section."""
        return dict(self.counts).get(section)

    def _contested(self, section: Section) -> Standing:
        standing = self.of_section(section.section)
        if standing is None:
            raise OutOfOrder(
                f"Nominations for section {section.section} are open. Close them first.",
                rule=RETURNING_OFFICER,
            )
        if not isinstance(standing.outcome, Contested):
            raise OutOfOrder(
                f"Nobody votes for section {section.section}: no more stand than there are places.",
                rule=RETURNING_OFFICER,
            )
        return standing

    def _due(self, terms: NominatingTerms, window: Window) -> Due:
        where = window.section.replace("_", " ")
        if window.section in self.checked:
            what = f"It is settled who stands in {where}"
            return Due(window.cure_by, window, what, terms.rule(CURE_DAYS))
        what = f"Nominations for {where} close"
        return Due(window.closes, window, what, terms.rule(OPEN_DAYS))

    def _why_again(self, outcome: Outcome, window: Window) -> str | None:
        """Why nominations are taken again, if they are."""
        if isinstance(outcome, Impossible):
            return outcome.reason
        reopens = self.terms.unfilled_seat_rule == REOPEN and not window.again
        if isinstance(outcome, Short) and reopens:
            return f"{outcome.unfilled} of the places would stay empty, as too few stand."
        return None

    def _must_go_on(self) -> None:
        if self.called_off:
            raise OutOfOrder("This election has been called off already.")

    def _must_have_a_lot(self, act: Act, body: Body) -> None:
        rule = election_rule(body.slug, TIE)
        if self.lot is None:
            raise OutOfOrder(
                "Ties are drawn by lot. Announce first which public value the lots are drawn from.",
                rule=rule,
            )
        self.lot.must_not_be_known(act.occurred_at, rule)

    def _inside(self, act: Act) -> Act:
        return act.within(self.id, self.terms.edition)

    @event(LotAnnounced)
    def _lot_announced(self, act: Act, lot: LotSource) -> None:
        self.lot = lot

    @event(NominationsOpened)
    def _nominations_opened(
        self, act: Act, title: str, terms: NominatingTerms, windows: tuple[Window, ...]
    ) -> None:
        self.nominating = terms
        self.noticed_at = act.occurred_at
        self.windows = windows

    @event(NominationsChecked)
    def _nominations_checked(self, act: Act, section: str, made: int, defective: int) -> None:
        self.checked += (section,)

    @event(NominationsReopened)
    def _nominations_reopened(self, act: Act, window: Window, reason: str) -> None:
        self.checked = tuple(one for one in self.checked if one != window.section)
        self.windows = tuple(
            window if one.section == window.section else one for one in self.windows
        )

    @event(CandidatesPublished)
    def _candidates_published(self, act: Act) -> None:
        """Who stands is known section by section."""

    @event(CalledOff)
    def _called_off(self, act: Act, reason: str) -> None:
        self.called_off = True

    @event(NominationsClosed)
    def _nominations_closed(self, act: Act, standing: Standing) -> None:
        self.standing += (standing,)

    @event(PapersHandedIn)
    def _papers_handed_in(self, act: Act, section: str, count: UUID) -> None:
        self.counts += ((section, count),)
