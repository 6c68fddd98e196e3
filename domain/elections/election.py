"""An election: called under the rules of the day, nominations closed, papers handed in.

Method, places, ties and quotas are read from the rulebook when it is called.  How papers are
counted is decided in `domain.counting`, what is done with a count in `count`.
"""

from __future__ import annotations

from uuid import UUID

from domain.bodies.body import Body
from domain.counting.contest import Candidate, Contest, checked
from domain.counting.outcomes import Contested, Impossible, Outcome, before_voting
from domain.counting.quotas_choice import QuotaGroup
from domain.elections.count import RETURNING_OFFICER, Bundle, Matter
from domain.elections.lot import LotSource
from domain.elections.terms import NEEDED, SEATS, TIE, Terms, election_rule
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import BodyId, ElectionId
from domain.kernel.refusal import BadInput, OutOfOrder, RuleBroken
from domain.kernel.sane import Line
from domain.kernel.value import Value
from domain.rules.values import Section


class Standing(Value):
    """Who stands for the places of a section, and what became of it when nominations closed."""

    section: str
    candidates: tuple[Candidate, ...]
    outcome: Outcome


class Papers(Value):
    """Papers of a section as they are handed in.

    `candidates`: the names in the order in which the file of papers has them; `withdrawn`: those of
    them who withdrew since nominations closed.
    """

    section: Line
    candidates: tuple[Line, ...]
    withdrawn: tuple[Line, ...] = ()
    bundle: Bundle


class Election(Aggregate):
    """One election to one body."""

    TOPIC = "election"

    class Created(Aggregate.Created):
        """Never recorded: an election begins by being called."""

        TOPIC = "election.created.v1"

    class Called(Aggregate.Created):
        """An election was called under the rules in force."""

        TOPIC = "election.called.v1"
        body: BodyId
        title: str
        terms: Terms

    class LotAnnounced(Aggregate.Event):
        """It was announced which public value ties will be drawn from, before it is known."""

        TOPIC = "election.lot_announced.v1"
        lot: LotSource

    class NominationsClosed(Aggregate.Event):
        """Nominations for a section were closed: who stands, and whether there is a vote."""

        TOPIC = "election.nominations_closed.v1"
        standing: Standing

    class PapersHandedIn(Aggregate.Event):
        """The papers of a section were handed in to be counted."""

        TOPIC = "election.papers_handed_in.v1"
        section: str
        count: UUID

    def __init__(self, body: BodyId, title: str, terms: Terms) -> None:
        self.body = body
        self.title = title
        self.terms = terms
        self.lot: LotSource | None = None
        self.standing: tuple[Standing, ...] = ()
        self.counts: tuple[tuple[str, UUID], ...] = ()

    @classmethod
    def call(cls, election: UUID, act: Act, body: Body, title: str, terms: Terms) -> Election:
        """Call an election; `terms_of` refuses it while a rule is missing."""
        rules = tuple(election_rule(body.slug, name) for name in NEEDED)
        stamped = act.within(election, terms.edition).under(*rules)
        return cls._begin(
            cls.Called, election, stamped, body=BodyId(body.id), title=title, terms=terms
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

    def close_nominations(
        self, act: Act, body: Body, section: str, candidates: tuple[Candidate, ...]
    ) -> None:
        """Close the nominations for a section.

        Raises `RuleBroken` if those who stand can't keep the quotas, before anybody votes.
        """
        places = self.terms.section(section)
        if self.of_section(section) is not None:
            raise OutOfOrder(f"Nominations for section {section} have been closed already.")
        contest = checked(Contest(seats=places.seats, candidates=candidates))
        quotas = self.terms.quotas(places)
        _must_count_towards(quotas, candidates)
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
            contest=_contest(section, standing, papers),
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

    @event(NominationsClosed)
    def _nominations_closed(self, act: Act, standing: Standing) -> None:
        self.standing += (standing,)

    @event(PapersHandedIn)
    def _papers_handed_in(self, act: Act, section: str, count: UUID) -> None:
        self.counts += ((section, count),)


def _must_count_towards(quotas: tuple[QuotaGroup, ...], candidates: tuple[Candidate, ...]) -> None:
    """Raises `BadInput` for a group that no quota counts: misspelt, or nobody's business."""
    known = [quota.group for quota in quotas]
    for candidate in candidates:
        for group in candidate.groups:
            if group not in known:
                has = f"It counts: {', '.join(known)}." if known else "It has no quotas for groups."
                raise BadInput(f"No quota here counts '{group}' ({candidate.name}). {has}")


def _contest(section: Section, standing: Standing, papers: Papers) -> Contest:
    """The places and those who stand, in the order of the papers; raises `BadInput`."""
    by_name = {one.name: one for one in standing.candidates}
    if sorted(papers.candidates) != sorted(by_name):
        raise BadInput(
            f"The papers have other names than stand in section {section.section}, where they are: "
            f"{', '.join(sorted(by_name))}."
        )
    candidates = tuple(by_name[name] for name in papers.candidates)
    return Contest(seats=section.seats, candidates=candidates).without(papers.withdrawn)
