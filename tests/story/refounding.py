"""One whole cycle, told once against `Hands`, so that every runtime can live through it.

Four drafts become three proposals; two assemblies work on them; an election delays the amendments
by a week; a counter-proposal is left, a minority's text goes to the paper; the members carry two of
the three, and the next election is held by STV for more places.
"""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from domain.bodies.member import Ending
from domain.cycle.assembly import Votes
from domain.cycle.calendar import StageName
from domain.elections.election import Election
from domain.rules.values import Choice, Seats, Section, Share
from domain.text.merging.collisions import Take
from domain.text.text import ParagraphId
from services.application.assemblies import (
    ConsiderCounterProposal,
    KeepAlternative,
    ReferBack,
    SettleCollision,
)
from services.application.elections import CallElection
from services.application.endings import EndMembership
from services.application.proposals import (
    HandInProposal,
    MergeProposals,
    PutCounterProposal,
    ReviseProposal,
    SupportProposal,
)
from tests.application.organisation import (
    AGAINST,
    CHAIR,
    FOR,
    MEMBERS,
    SECOND,
    STAFF,
    START,
    YORK,
    Organisation,
    adding,
    becomes,
)
from tests.support.hands import Hands
from tests.support.rulebook import rules

STV = Choice(choice="scottish-stv")
PLACES = Seats(
    seats=(Section(section="north", seats=6, min_women=3), Section(section="south", seats=6))
)
ALL_OF_THEM = Votes(in_favour=4, against=0)


class Told(NamedTuple):
    """What came of it."""

    organisation: Organisation
    method: UUID
    fees: UUID
    composite: UUID
    election: UUID


class Story:
    """The cycle, act by act."""

    def __init__(self, hands: Hands, org: Organisation | None = None) -> None:
        self.org = org or Organisation(hands, rules())

    def tell(self) -> Told:
        self.drafting()
        self.first_assembly()
        self.window()
        self.second_assembly()
        self.ballot()
        return Told(self.org, self.method, self.fees, self.composite, self.afterwards())

    def drafting(self) -> None:
        org = self.org
        org.open_cycle()
        org.hands.at(START + timedelta(days=10))
        changes = {"election.ncg.method": STV, "election.ncg.seats": PLACES}
        self.method = org.hand_in(title="Elect by STV", changes=changes)
        self._fees()
        org.hands.at(START + timedelta(days=30))
        halves = [org.hand_in(f"{half} words.", title=f"{half} half") for half in ("One", "Other")]
        merge = MergeProposals(
            cycle=org.cycle,
            title="Two halves",
            parents=tuple(halves),
            text="One and other words.",
        )
        org.ask(merge, STAFF)
        self.composite = org.the_cycle.standing_entries[-1].proposal

    def _fees(self) -> None:
        """A member's own draft, put in other words once and backed by two others."""
        org, (drafter, *others) = self.org, MEMBERS[:3]
        self.fees = org.hands.began(org.ask(org.members_draft("The fee is ten pounds."), drafter))
        org.ask(ReviseProposal(proposal=self.fees, text="The fee is five pounds."), drafter)
        for backer in others:
            org.ask(SupportProposal(proposal=self.fees), backer)
        org.ask(HandInProposal(proposal=self.fees), drafter)

    def first_assembly(self) -> None:
        """The easy ones first, a collision settled, a minority's text kept."""
        org, assembly = self.org, self.org.gather()
        org.move(self.method, becomes(1, "The council has nine members, elected for two years."))
        org.move(self.method, becomes(3, None), by=YORK)
        for times in ("six", "eight"):
            words = f"The council meets {times} times a year and its meetings are open."
            org.move(self.method, becomes(2, words))
        org.agree_the_easy_ones(assembly, self.method)
        org.decide(assembly, self.method, "A3")
        org.decide(assembly, self.method, "A4")
        (collision,) = org.proposal(self.method).worked().collisions
        choice = Take(collision=collision.id, amendments=("A4",))
        org.ask(
            SettleCollision(assembly=assembly, proposal=self.method, votes=FOR, choice=choice),
            STAFF,
        )
        lower = org.move(self.fees, becomes(1, "The fee is one pound."))
        org.decide(assembly, self.fees, lower, votes=AGAINST)
        kept = KeepAlternative(assembly=assembly, proposal=self.fees, amendment=lower)
        org.ask(kept, STAFF)

    def window(self) -> None:
        """Amendments to the interim texts; elections elsewhere cost a week."""
        org = self.org
        org.reach(StageName.AMENDMENTS)
        org.move(self.method, adding(4, "Nobody serves more than three terms."), by=YORK)
        org.move(self.method, becomes(4, "These rules are changed by a vote of all members."))
        org.ask(org.extension(StageName.AMENDMENTS, days=7), CHAIR)
        counter = PutCounterProposal(
            proposal=self.composite, text="One word.", reason="It is shorter."
        )
        org.ask(counter, CHAIR)

    def second_assembly(self) -> None:
        org, assembly = self.org, self.org.gather(SECOND)
        considered = ConsiderCounterProposal(
            assembly=assembly, proposal=self.composite, votes=AGAINST
        )
        org.ask(considered, STAFF)
        back = ReferBack(
            assembly=assembly,
            proposal=self.method,
            votes=ALL_OF_THEM,
            paragraph=ParagraphId("p4"),
            reason="It needs a lawyer.",
        )
        org.ask(back, STAFF)
        org.decide(assembly, self.method, "A5")

    def ballot(self) -> None:
        """Of three proposals and one alternative: carried, lost to its alternative, lost."""
        org = self.org
        org.reach(StageName.PREPARATION)
        org.ask(EndMembership(person=MEMBERS[-1], ending=Ending.LAPSED, reason="no fee"), STAFF)
        assert [one.title for one in org.ballot.questions][1:3] == [
            "A member's own",
            "A member's own: with amendment A1",
        ]
        org.vote_in_the_ballot("YNY-", "N-NN", in_favour=9, against=4)

    def afterwards(self) -> UUID:
        """The next election called goes by the new rules."""
        return self.org.hands.began(self.org.ask(CallElection(body="ncg", title="NCG 2022"), STAFF))


def check(told: Told) -> None:
    """What must be true at the end, wherever the story was lived."""
    org = told.organisation
    method = org.proposal(told.method)
    assert [paragraph.text for paragraph in method.asked.text.paragraphs] == [
        "The council has nine members, elected for two years.",
        "The council meets eight times a year and its meetings are open.",
        "These rules are changed by two thirds of those who vote.",
        "Nobody serves more than three terms.",
    ]
    assert method.verdict is not None
    assert (method.verdict.carried, method.verdict.yes, method.verdict.no) == (True, 9, 4)
    assert org.ballot.roll is not None
    assert org.ballot.roll.count == 19, "who left before the roll was frozen is not on it"
    assert org.proposal(told.fees).enacted
    assert not org.proposal(told.composite).enacted
    assert [(one.tally.yes, one.tally.no, one.tally.blank) for one in org.ballot.results] == [
        (9, 4, 0),
        (0, 9, 4),
        (9, 4, 0),
        (0, 4, 9),
    ]
    _every_act_says_by_which_rules(org)
    cycle = org.the_cycle
    assert (cycle.completed, cycle.closed) == (True, tuple(StageName))
    assert [edition.number for edition in org.rulebook.editions] == [1, 2]
    majority = org.rulebook.at(START).value("refounding.ballot_majority", Share)
    assert org.ballot.terms.majority == majority
    terms = org.store.load(Election, told.election).terms
    assert (terms.method, terms.places, terms.edition) == ("scottish-stv", 12, 2)


def _every_act_says_by_which_rules(org: Organisation) -> None:
    """What is done in a process names the version that governs it, and the rule."""
    for recorded in org.store.acts(limit=5000):
        act, topic = recorded.event.act, type(recorded.event).__qualname__
        if act.process_id is not None:
            assert act.rules, f"{topic} cites no rule"
            assert act.governing_version == (2 if topic.startswith("Election") else 1)


def log_of(told: Told) -> list[tuple[str, UUID, int, UUID]]:
    """Every act by topic, stream, version and id, in the order of recording."""
    acts = told.organisation.store.acts(limit=5000)
    return [
        (
            str(getattr(type(act.event), "TOPIC", "")),
            act.event.originator_id,
            act.event.originator_version,
            act.event.event_id,
        )
        for act in acts
    ]
