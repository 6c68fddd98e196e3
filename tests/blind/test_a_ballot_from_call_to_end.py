"""Rules for a blind ballot that is called under the rulebook: its acts, in order, and refusals."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.ballots.ballot import Ballot
from domain.ballots.secrecy import OF_CYCLES, OF_MEMBERS, Secrecy
from domain.ballots.terms import FRANCHISE
from domain.bodies.forgetting import CHALLENGE_DAYS
from domain.cycle.calendar import StageName
from domain.kernel.refusal import BadInput, NotAllowed, RuleBroken, TooLate
from domain.rules.values import Choice, Flag
from services.application.ballots import CALLED_BY, CallMembersBallot, OpenBallot
from services.store.mapper import form_of
from services.voting.verify_ballot import check
from tests.application.organisation import LEEDS, MEMBERS, STAFF, Organisation, in_memory
from tests.story.balloted import QUESTIONS, blind_of, call, held

SECRECY = OF_MEMBERS.secrecy


def organisation(grade: str = "blind") -> Organisation:
    return in_memory(ballots__secrecy=Choice(choice=grade))


@pytest.fixture(scope="module")
def over() -> tuple[Organisation, Ballot]:
    """A ballot that was declared, with its keys still kept."""
    org = organisation()
    return org, held(org)


def acts_of(org: Organisation, ballot: Ballot) -> list[str]:
    found = org.store.acts(stream=ballot.id, limit=50)
    return [form_of(type(one.event)).topic.split(".")[1] for one in found]


def test_its_acts_are_on_the_log_in_the_order_of_its_stages(
    over: tuple[Organisation, Ballot],
) -> None:
    assert acts_of(*over)[:9] == [
        *("called", "roll_frozen", "announced", "opened", "reminded", "closed"),
        *("counted", "published", "declared"),
    ]


def test_the_log_counts_credentials_and_names_nobody(over: tuple[Organisation, Ballot]) -> None:
    org, ballot = over
    acts = [one.event for one in org.store.acts(stream=ballot.id, limit=50)]
    closed = next(one for one in acts if isinstance(one, Ballot.Closed))
    assert (closed.credentials, closed.papers) == (5, 4)
    reminded = next(one for one in acts if isinstance(one, Ballot.Reminded))
    assert reminded.not_voted == 15
    told = "".join(form_of(type(one)).write(one).decode() for one in acts[1:])
    assert not [person for person in (LEEDS, *MEMBERS) if str(person) in told]


def test_the_log_commits_to_keys_and_roll_at_a_named_position(
    over: tuple[Organisation, Ballot],
) -> None:
    org, ballot = over
    said = blind_of(org).announcement(ballot.id)
    acts = [one.event for one in org.store.acts(stream=ballot.id, limit=50)]
    announced = next(one for one in acts if isinstance(one, Ballot.Announced))
    assert announced.announced == said.digest.hex()
    assert (announced.root, announced.position) == (said.roll.root, said.roll.position)


def test_papers_are_judged_by_the_majority_of_the_rulebook(
    over: tuple[Organisation, Ballot],
) -> None:
    _, ballot = over
    assert [result.verdict.carried for result in ballot.results] == [True, False]
    assert [result.tally.yes for result in ballot.results] == [4, 1]


def test_what_is_published_holds_what_the_log_commits_to(over: tuple[Organisation, Ballot]) -> None:
    org, ballot = over
    text = blind_of(org).published(ballot.id)
    assert text is not None
    assert ballot.published is not None
    assert ballot.announced is not None
    assert check(text, commitment=ballot.published, announced=ballot.announced) == []
    assert [asked.title for asked in blind_of(org).announcement(ballot.id).questions] == list(
        QUESTIONS
    )


def test_its_keys_go_when_nobody_can_challenge_the_result_any_more() -> None:
    org = organisation()
    ballot = held(org)
    until = ballot.keys_until
    assert until == ballot.hours.closes + timedelta(days=28)
    org.hands.at(until - timedelta(seconds=1))
    assert not org.store.load(Ballot, ballot.id).keys_destroyed
    org.hands.at(until)
    assert org.store.load(Ballot, ballot.id).keys_destroyed
    last = org.store.acts(stream=ballot.id, limit=50)[-1].event
    assert last.act.rules == (CHALLENGE_DAYS,)
    with pytest.raises(TooLate):
        blind_of(org).draw(ballot.id, STAFF, b"")


def test_the_rulebook_says_whether_a_ballot_is_blind() -> None:
    org = organisation("sealed")
    ballot = org.store.load(Ballot, call(org))
    assert ballot.terms.secrecy is Secrecy.SEALED
    assert ballot.terms.kept is None
    org.hands.at(ballot.hours.closes)
    assert "announced" not in acts_of(org, ballot)
    assert "declared" in acts_of(org, ballot)


def test_the_ballot_of_a_cycle_has_a_rule_of_its_own() -> None:
    org = in_memory(
        refounding__ballot_secrecy=Choice(choice="blind"),
        refounding__paper_replaceable=Flag(holds=False),
    )
    org.open_cycle()
    org.hand_in()
    org.gather()
    org.reach(StageName.PREPARATION)
    assert org.ballot.terms.secrecy is Secrecy.BLIND
    assert OF_CYCLES.secrecy in org.store.acts(stream=org.ballot.id, limit=1)[0].event.act.rules


def test_is_refused_where_the_rulebook_would_record_who_voted_how() -> None:
    org = organisation("recorded")
    asked = asking(org, 30)
    assert "is never recorded" in org.refused(RuleBroken, asked, STAFF, SECRECY).sentence


def test_is_refused_to_whom_the_rule_does_not_name() -> None:
    org = organisation()
    org.refused(NotAllowed, asking(org, 30), MEMBERS[1], CALLED_BY)


def test_is_refused_when_its_roll_should_have_been_frozen_by_now() -> None:
    org = organisation()
    org.refused(TooLate, asking(org, 3), STAFF, FRANCHISE)


def test_is_refused_with_no_question() -> None:
    org = organisation()
    asked = asking(org, 30).model_copy(update={"questions": ()})
    org.refused(BadInput, asked, STAFF)


def test_nobody_opens_it_by_hand() -> None:
    org = organisation()
    org.refused(NotAllowed, OpenBallot(ballot=call(org)), STAFF)


def asking(org: Organisation, in_days: int) -> CallMembersBallot:
    opens = org.store.now() + timedelta(days=in_days)
    return CallMembersBallot(
        title="A ballot", questions=("Yes?",), opens=opens, closes=opens + timedelta(days=9)
    )
