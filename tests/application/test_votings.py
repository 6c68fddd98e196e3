"""The vote of an election: called once it is settled who stands, counted, declared, and seated."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from domain.ballots.choices import choices_id
from domain.bodies.body import Body
from domain.bodies.mandate import MandateEnding, Origin
from domain.bodies.member import Ending
from domain.elections.voting import Voting
from domain.kernel.refusal import NotAllowed, NotFound, OutOfOrder, Refusal, RuleBroken
from domain.rules.values import Choice, Count, Flag, Period, Who
from services.application.ballots import RecordBallotLotValue
from services.application.begun import open_processes
from services.application.bodies import FillPost, MoveMember, SeatMember
from services.application.elections import CallElection
from services.application.endings import EndMembership
from services.application.nominations import OpenNominations
from services.application.voting import CallElectionBallots, DeclareElection
from services.voting.blind.voter import Voter
from services.voting.verify_ballot import check
from tests.application.nominated import ANN, BEA, CLOSES, CURED, CY, FAY, Nominated
from tests.application.organisation import MEMBERS, STAFF, Organisation
from tests.application.test_counts import OFFICER, POWER, with_an_officer
from tests.application.voted import MEN_FIRST, Voted
from tests.story.balloted import blind_of
from tests.support.hands import member
from workflows.contract import VOTING

TIE, QUALIFYING = "election.ncg.tie_rule", "election.ncg.qualifying_moment"


def waits(it: Voted) -> bool:
    return VOTING in {one.kind for one in open_processes(it.org.store)}


def names(it: Voted) -> list[str]:
    return sorted(one.name for one in it.elected)


@pytest.mark.parametrize("grade", ["sealed", "blind"])
@pytest.mark.parametrize("method", ["block", "scottish-stv"])
def test_whoever_was_nominated_and_voted_for_takes_the_place_once_it_is_declared(
    method: str, grade: str
) -> None:
    """By block vote and by a transferable one, with a minimum of women, and but a rule changed."""
    it = Voted(election__ncg__method=Choice(choice=method), ballots__secrecy=Choice(choice=grade))
    it.announce()
    ballot = it.ballot
    assert ballot.hours.opens == CURED + timedelta(days=5)
    assert ballot.hours.closes == ballot.hours.opens + timedelta(days=14)
    assert ballot.terms.joined_by == CLOSES
    it.cast(*MEN_FIRST)
    it.close()
    assert it.voting.counted is not None
    it.org.refused(NotAllowed, DeclareElection(election=it.id), STAFF, POWER)
    assert it.elected == []
    it.declare()
    assert names(it) == ["Ann", "Bea"], "one of the two places is a woman's"
    assert {one.origin for one in it.elected} == {Origin.ELECTION}
    it.org.refused(OutOfOrder, DeclareElection(election=it.id), OFFICER, POWER)
    it.org.hands.at(it.org.store.now() + timedelta(days=7))
    assert not waits(it), "nobody objected"


def test_acts_of_the_ballot_cite_the_rules_of_the_election() -> None:
    it = Voted()
    it.announce()
    it.cast(*MEN_FIRST)
    it.close()
    it.declare()
    streams = (it.ballot.id, choices_id(it.ballot.id))
    acts = [one for stream in streams for one in it.org.store.acts(stream=stream, limit=50)]
    cited = {rule for one in acts for rule in one.event.act.rules}
    assert {QUALIFYING, "election.ncg.method", TIE} <= cited
    assert not any(rule.startswith(("refounding.", "ballots.tie")) for rule in cited), cited


def test_who_draws_no_credential_reads_the_rule_of_the_election() -> None:
    it = Voted(ballots__secrecy=Choice(choice="blind"))
    it.announce()
    blind = blind_of(it.org)
    voter = Voter.begin(blind.announcement(it.ballot.id))
    for person, moment, rule in (
        (member(91), it.org.store.now(), QUALIFYING),
        (ANN, it.ballot.hours.closes, "election.ncg.voting_days"),
    ):
        it.org.hands.at(moment)
        with pytest.raises(Refusal) as refused:
            blind.draw(it.ballot.id, person, voter.blinded)
        assert refused.value.rule == rule


def test_ballots_wait_for_a_value_that_nobody_knows_before_they_close() -> None:
    it = Voted()
    it.org.hands.settle()
    assert it.voting.waits_to_be_called
    why = it.voting.why_not_yet(None, it.org.store.now())
    assert why is not None
    assert "Waits for the returning officer to announce" in why
    it.org.ask(it.announcing(it.closes - timedelta(days=1)), OFFICER)
    it.org.hands.settle()
    assert it.voting.waits_to_be_called
    refusal = it.org.refused(NotAllowed, CallElectionBallots(election=it.id), OFFICER)
    assert "nobody does it by hand" in refusal.sentence
    it.announce()
    assert not it.voting.waits_to_be_called


def test_where_no_more_stand_than_there_are_places_nobody_votes() -> None:
    it = Voted(ANN, CY)
    assert it.voting.sections == ()
    it.org.hands.settle()
    it.declare()
    assert names(it) == ["Ann", "Cy"]


def test_nobody_is_declared_elected_before_every_section_is_counted() -> None:
    it = Voted()
    it.announce()
    it.org.refused(OutOfOrder, DeclareElection(election=it.id), OFFICER, POWER)


def test_whoever_left_since_is_declared_elected_and_takes_no_place() -> None:
    it = Voted(ANN, CY)
    it.org.hands.settle()
    it.org.ask(EndMembership(person=CY, ending=Ending.RESIGNED, reason="moved"), CY)
    it.declare()
    assert names(it) == ["Ann"]
    (declared,) = it.org.store.acts(topics=(Voting.Declared.TOPIC,), limit=2)
    assert isinstance(declared.event, Voting.Declared)
    assert [one.why_not for one in declared.event.elected] == [
        None,
        "They are no member any more.",
    ]


def test_successors_take_the_places_of_those_who_were_elected_before_them() -> None:
    it = Voted(ANN, CY, ncg__term=Period(months=24))
    it.org.hands.settle()
    appointed = SeatMember(body="ncg", person=FAY, name="Fay", how="appointed", source="a letter")
    it.org.ask(appointed, STAFF)
    it.declare()
    until = {one.until for one in it.elected}
    again = Voted.__new__(Voted)
    again.org = it.org
    again.id = it.org.hands.began(it.org.ask(CallElection(body="ncg", title="Next"), STAFF))
    again.open()
    for person, name in ((BEA, "Bea"), (CY, "Cy")):
        again.complete(person, name, *(("women",) if person == BEA else ()))
    it.org.hands.at(it.org.store.now() + timedelta(days=18))
    again.declare()
    assert names(again) == ["Bea", "Cy"]
    assert {one.until for one in again.elected} != until
    acts = [one.event for one in it.org.store.acts(topics=(Body.SeatVacated.TOPIC,), limit=9)]
    ended = [one for one in acts if isinstance(one, Body.SeatVacated)]
    assert {one.ending for one in ended} == {MandateEnding.TERM}
    assert {one.person for one in ended} == {ANN, CY}
    assert it.ncg.has_member(FAY)


def test_members_vote_for_their_own_section_where_a_rule_says_so() -> None:
    it = Nominated(
        election__ncg__voters_from_section=Flag(holds=True),
        election__ncg__nominations=Count(count=0),
    )
    for person in MEMBERS[1:5]:
        it.org.ask(MoveMember(person=person, group=None, region="north"), STAFF)
    it.open()
    for person, name in ((ANN, "Ann"), (BEA, "Bea"), (CY, "Cy")):
        it.complete(person, name, *(("women",) if person == ANN else ()))
    it.org.hands.at(CURED)
    it.__class__ = Voted
    assert isinstance(it, Voted)
    it.announce()
    assert it.ballot.roll is not None
    assert it.ballot.roll.count == 4


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (TIE, {"election__ncg__tie_rule": Choice(choice="decision")}),
        ("election.ncg.method", {"election__ncg__method": Choice(choice="fptp")}),
        (QUALIFYING, {"election__ncg__qualifying_moment": Choice(choice="full_moon")}),
    ],
)
def test_what_no_ballot_of_members_can_be_held_by_is_refused_before_anybody_is_nominated(
    rule: str, said: dict[str, Choice]
) -> None:
    it = Nominated(**said)
    it.org.refused(RuleBroken, OpenNominations(election=it.id), OFFICER, rule)


def test_nominations_open_only_where_the_rules_say_how_members_vote() -> None:
    org = with_an_officer(Organisation.without_rules("election.ncg.voting_days"))
    called = org.hands.began(org.ask(CallElection(body="ncg", title="NCG"), STAFF))
    org.refused(RuleBroken, OpenNominations(election=called), OFFICER, "election.ncg.voting_days")


def test_an_election_without_nominations_here_has_no_vote_here() -> None:
    it = Nominated()
    it.org.refused(NotFound, DeclareElection(election=it.id), OFFICER)


def test_a_tie_is_drawn_from_the_value_that_was_announced_and_the_bundle_says_so() -> None:
    it = Voted(ballots__secrecy=Choice(choice="blind"))
    it.announce()
    it.cast((2,), (3,), (1,))
    it.close()
    assert it.voting.counted is None
    ballot = it.draw()
    it.org.ask(RecordBallotLotValue(ballot=ballot, value="4 8 15"), OFFICER)
    it.org.hands.settle()
    assert it.voting.counted is not None
    text = blind_of(it.org).published(ballot)
    assert text is not None
    assert it.ballot.published is not None
    assert check(text, commitment=it.ballot.published) == []
    assert len({BEA, CY} & {one.person for one in it.voting.counted}) == 1


def test_whoever_sits_there_otherwise_gives_that_up_and_whoever_sits_by_a_post_takes_none() -> None:
    it = Voted(ANN, CY, ncg__ex_officio=Who(powers=("leeds.convenor",)))
    it.org.hands.settle()
    told: dict[str, Any] = {"name": "P", "how": "appointed", "source": "a letter"}
    it.org.ask(SeatMember(body="ncg", person=ANN, **told), STAFF)
    it.org.ask(SeatMember(body="leeds", person=CY, **told), STAFF)
    it.org.ask(FillPost(body="leeds", post="convenor", person=CY, **told), STAFF)
    assert it.ncg.has_member(CY)
    it.declare()
    assert names(it) == ["Ann"]
    assert [one.person for one in it.ncg.seats].count(ANN) == 1
    (declared,) = it.org.store.acts(topics=(Voting.Declared.TOPIC,), limit=2)
    assert isinstance(declared.event, Voting.Declared)
    assert declared.event.elected[1].why_not == "They sit there by virtue of a post."
