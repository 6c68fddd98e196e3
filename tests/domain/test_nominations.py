"""Nominations: in time or late by their moments alone, cured or not, and settled before a vote."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.bodies.body import Body
from domain.bodies.member import Ending, Member
from domain.counting.contest import Candidate
from domain.counting.outcomes import Contested, Short, Unopposed
from domain.elections.election import Election
from domain.elections.nominating import NEEDED, nominating_terms
from domain.elections.nomination import Nomination, Ruling
from domain.elections.terms import election_rule, terms_of
from domain.kernel.act import Act
from domain.kernel.ids import PersonId, RuleId
from domain.kernel.refusal import BadInput, OutOfOrder, Refusal, RuleBroken, TooLate
from domain.rules.governing import Governing
from domain.rules.values import Choice, Flag, RuleValue, Seats, Section
from tests.domain.acts import START, act, an_id, days, governing
from tests.support.given import Given
from tests.support.kinds import Kind

DAY, MOMENT = days(1), timedelta(microseconds=1)
CLOSES, CURED = days(14), days(17)
ANN, BEA, CY, DAN = (PersonId(an_id(name)) for name in ("Ann", "Bea", "Cy", "Dan"))
OPEN, CURE, NUMBER = (
    f"election.ncg.{name}" for name in ("nomination_days", "cure_days", "nominations")
)
SEATS = "election__ncg__seats"


def by(person: PersonId, after: timedelta = DAY) -> Act:
    return act(after).model_copy(update={"actor": person})


def body() -> Body:
    return Body.establish(act(), slug="ncg", name="NCG", kind=Kind.COORDINATING_GROUP)


def called(**other: RuleValue) -> tuple[Election, Governing]:
    """An election to two places in the north, of which one is a woman's."""
    places = Seats(seats=(Section(section="north", seats=2, min_women=1),))
    rules = governing(**{SEATS: places, **other})
    terms = terms_of("ncg", rules.current)
    return Election.call(an_id("e"), act(), body(), "NCG 2022", terms), rules


def opened(**other: RuleValue) -> Election:
    election, rules = called(**other)
    election.open_nominations(act(), body(), rules)
    return election


def made(election: Election, person: PersonId = ANN, nominator: PersonId = BEA) -> Nomination:
    who = (person, str(person)[:8])
    return Nomination.make(an_id(str(person)), by(nominator), election, "north", who)


def complete(election: Election, person: PersonId = ANN) -> Nomination:
    found = made(election, person)
    found.support(by(CY), election)
    found.accept(by(person), election, (), "Vote for me.")
    return found


@pytest.mark.parametrize("missing", NEEDED)
def test_no_nominations_open_while_one_of_their_rules_is_missing(missing: str) -> None:
    election, rules = called()
    rule = election_rule("ncg", missing)
    left = {name: one for name, one in rules.current.rules.items() if name != rule}
    edition = rules.current.model_copy(update={"rules": left})
    with pytest.raises(RuleBroken) as caught:
        election.open_nominations(act(), body(), Governing(opening=edition, current=edition))
    assert caught.value.rule == rule


def test_notice_fixes_the_moments_and_is_given_once() -> None:
    election = opened()
    (window,) = election.windows
    assert (window.closes, window.cure_by) == (START + CLOSES, START + CURED)
    given_ = Given(election)
    given_.when(lambda it: it.open_nominations(act(), body(), governing())).refused(OutOfOrder)


def test_who_stands_is_not_handed_in_where_nominations_were_opened() -> None:
    standing = (Candidate(name="Ann"),)
    Given(opened()).when(lambda it: it.close_nominations(act(), body(), "north", standing)).refused(
        OutOfOrder, CURE
    )


def test_a_nomination_is_made_until_the_close_and_not_at_it() -> None:
    election = opened()
    who = (ANN, "Ann")
    assert Nomination.make(an_id("n"), by(BEA, CLOSES - MOMENT), election, "north", who)
    with pytest.raises(TooLate) as caught:
        Nomination.make(an_id("n"), by(BEA, CLOSES), election, "north", who)
    assert caught.value.rule == OPEN


def test_who_puts_themselves_forward_is_no_nominator_of_theirs() -> None:
    election = opened()
    own = made(election, ANN, ANN)
    assert own.nominators == ()
    Given(own).when(lambda it: it.support(by(ANN), election)).refused(BadInput)


def test_a_member_nominates_somebody_once() -> None:
    election = opened()
    Given(made(election)).when(lambda it: it.support(by(BEA), election)).refused(OutOfOrder)


def test_a_statement_is_as_long_as_the_rule_says_and_groups_are_those_of_the_quotas() -> None:
    election = opened()
    given_ = Given(made(election))
    given_.when(lambda it: it.accept(by(ANN), election, (), "word " * 11)).refused(
        RuleBroken, "election.ncg.statement_words"
    )
    given_.when(lambda it: it.accept(by(ANN), election, ("wimmin",), "")).refused(BadInput)
    (accepted,) = given_.when(
        lambda it: it.accept(by(ANN), election, ("women",), " word " * 10)
    ).then(Nomination.Accepted)
    assert accepted.statement.startswith("word")
    assert given_.thing.candidate.groups == ("women",)


def test_a_defect_is_cured_until_its_moment_and_what_has_none_is_not_touched() -> None:
    election = opened()
    short, whole = made(election), complete(election, DAN)
    given_ = Given(whole)
    given_.when(lambda it: it.support(by(ANN, CLOSES), election)).refused(TooLate, OPEN)
    given_.when(lambda it: it.support(by(ANN, CURED - MOMENT), election)).refused(TooLate, OPEN)
    short.support(by(CY, CLOSES), election)
    short.accept(by(ANN, CURED - MOMENT), election, (), "")
    terms, _ = election.nominating_in("north")
    assert short.why_not(terms) is None


def test_nothing_is_cured_once_the_time_for_it_is_over() -> None:
    election = opened()
    given_ = Given(made(election))
    given_.when(lambda it: it.support(by(CY, CURED), election)).refused(TooLate, CURE)
    given_.when(lambda it: it.withdraw(by(ANN, CURED), election)).refused(TooLate, CURE)
    ruled = Ruling(valid=False, reasons="late")
    given_.when(lambda it: it.rule_on(by(CY, CURED), election, ruled)).refused(TooLate, CURE)


def test_defects_are_told_at_the_close_with_the_moment_until_which_they_are_cured() -> None:
    election = opened()
    (told,) = (
        Given(made(election))
        .when(lambda it: it.find_defects(act(CLOSES), election))
        .then(Nomination.DefectsFound)
    )
    assert told.defects == ("1 of 2 nominators", "the candidate has not accepted")
    assert told.cure_by == START + CURED
    Given(complete(election)).when(lambda it: it.find_defects(act(CLOSES), election)).then()


def test_a_ruling_gives_reasons_holds_over_a_defect_and_makes_nobody_stand_unasked() -> None:
    election = opened()
    terms, _ = election.nominating_in("north")
    found = made(election)
    given_ = Given(found)
    valid = Ruling(valid=True, reasons="the second name was on the paper form")
    given_.when(lambda it: it.rule_on(by(CY), election, valid)).refused(
        OutOfOrder, "elections.returning_officer"
    )
    found.accept(by(ANN), election, (), "")
    assert found.why_not(terms) == "1 of 2 nominators"
    silent = Ruling(valid=True, reasons=" ")
    Given(found).when(lambda it: it.rule_on(by(CY), election, silent)).refused(BadInput)
    found.rule_on(by(CY), election, valid)
    assert found.why_not(terms) is None
    found.rule_on(by(CY), election, Ruling(valid=False, reasons="not a member then"))
    assert found.why_not(terms) == "ruled invalid: not a member then"


def test_who_withdrew_does_not_stand_and_withdraws_once() -> None:
    election = opened()
    terms, _ = election.nominating_in("north")
    found = complete(election)
    found.withdraw(by(ANN), election)
    assert found.why_not(terms) == "withdrawn"
    Given(found).when(lambda it: it.withdraw(by(ANN), election)).refused(OutOfOrder)


def standing(*names: str, women: int = 1) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(name=name, groups=("women",) if place < women else ())
        for place, name in enumerate(names)
    )


def test_who_stands_is_published_once_every_section_is_settled() -> None:
    (closed, _) = (
        Given(opened())
        .when(lambda it: it.settle(act(CURED), "north", standing("A", "B", "C"), START + CURED))
        .then(Election.NominationsClosed, Election.CandidatesPublished)
    )
    assert closed.standing.outcome == Contested()
    assert closed.act.rules == (CURE, "election.ncg.seats")


def _settle(election: Election, after: timedelta, names: tuple[Candidate, ...]) -> None:
    election.settle(act(after), "north", names, START + after)


def test_a_quota_that_cannot_be_kept_reopens_nominations_as_often_as_it_takes() -> None:
    election = opened()
    men = standing("A", "B", "C", women=0)
    for late in (CURED, days(40)):
        (again,) = (
            Given(election)
            .when(partial(_settle, after=late, names=men))
            .then(Election.NominationsReopened)
        )
        assert again.window.closes == START + late + days(7)
        assert "women" in again.reason
    assert election.standing == ()
    Given(election).when(
        lambda it: it.settle(act(days(50)), "north", standing("A", "B"), START + days(50))
    ).then(Election.NominationsClosed, Election.CandidatesPublished)


def test_too_few_reopen_nominations_once_and_then_stand() -> None:
    given_ = Given(opened())
    one = standing("A")
    given_.when(lambda it: it.settle(act(CURED), "north", one, START + CURED)).then(
        Election.NominationsReopened
    )
    closed, _ = given_.when(
        lambda it: it.settle(act(days(30)), "north", one, START + days(30))
    ).then(Election.NominationsClosed, Election.CandidatesPublished)
    assert closed.standing.outcome == Short(elected=("A",), unfilled=1)


def test_places_are_left_empty_at_once_where_the_rulebook_says_so() -> None:
    left = opened(election__ncg__unfilled_seat_rule=Choice(choice="left_empty"))
    Given(left).when(lambda it: it.settle(act(CURED), "north", standing("A"), START + CURED)).then(
        Election.NominationsClosed, Election.CandidatesPublished
    )


def test_nobody_at_all_reopens_nominations() -> None:
    places = Seats(seats=(Section(section="north", seats=2),))
    given_ = Given(opened(**{SEATS: places}))
    given_.when(lambda it: it.settle(act(CURED), "north", (), START + CURED)).then(
        Election.NominationsReopened
    )
    given_.when(lambda it: it.settle(act(days(30)), "north", (), START + days(30))).then(
        Election.NominationsClosed, Election.CandidatesPublished
    )


def test_as_many_as_there_are_places_are_elected_without_a_vote() -> None:
    closed, _ = (
        Given(opened())
        .when(lambda it: it.settle(act(CURED), "north", standing("A", "B"), START + CURED))
        .then(Election.NominationsClosed, Election.CandidatesPublished)
    )
    assert closed.standing.outcome == Unopposed(elected=("A", "B"))


def test_an_election_is_called_off_before_nominations_are_opened_too() -> None:
    election, rules = called()
    election.call_off(act(), "a strike")
    with pytest.raises(OutOfOrder, match="called off"):
        election.open_nominations(act(days(1)), body(), rules)
    with pytest.raises(OutOfOrder, match="called off"):
        election.close_nominations(act(days(1)), body(), "north", ())


def test_an_election_is_called_off_while_nominations_are_open_and_takes_none_afterwards() -> None:
    election = opened()
    election.call_off(act(days(1)), "a strike")
    assert election.next_due is None
    with pytest.raises(OutOfOrder):
        made(election)


def test_who_stands_and_who_nominates_are_members_and_from_the_section_where_a_rule_says() -> None:
    rules = governing(election__ncg__from_section=Flag(holds=True))
    terms = nominating_terms("ncg", rules)
    member = Member.join(act(), number="M1", joined_on=START.date(), region="north")
    assert terms.breach_by(member, "north", START) is None
    for who, section, rule in (
        (None, "north", NUMBER),
        (member, "south", "election.ncg.from_section"),
    ):
        breach = terms.breach_by(who, section, START)
        assert breach is not None
        assert breach[1] == RuleId(rule)
    member.end_membership(act(days(2)), Ending.RESIGNED, "moved")
    assert terms.breach_by(member, "north", START + days(2)) is not None
    assert nominating_terms("ncg", governing()).breach_by(member, "south", START) is None


class Done(NamedTuple):
    """Something that is asked of a nomination, so many hours after the opening."""

    hour: int
    what: str


ASKED = st.lists(
    st.builds(
        Done,
        st.integers(0, 18 * 24),
        st.sampled_from(["support", "accept", "withdraw", "valid", "invalid"]),
    ),
    max_size=8,
)


@given(ASKED)
def test_whether_somebody_stands_follows_from_what_came_in_time_alone(asked: list[Done]) -> None:
    """Against a plain account of the same, however late anything is recorded."""
    election = opened()
    terms, _ = election.nominating_in("north")
    found = made(election, ANN, BEA)
    supported = accepted = withdrawn = False
    ruled: bool | None = None
    for done in sorted(asked, key=lambda one: one.hour):
        moment = timedelta(hours=24 + done.hour)
        whole = supported and accepted
        open_ = moment < (CLOSES if whole else CURED) and not withdrawn
        taken = open_
        match done.what:
            case "support":
                taken = open_ and not supported
                supported = supported or taken
            case "accept":
                taken = open_ and not accepted
                accepted = accepted or taken
            case "withdraw":
                taken = moment < CURED and not withdrawn
                withdrawn = withdrawn or taken
            case "valid" | "invalid":
                valid = done.what == "valid"
                taken = moment < CURED and not withdrawn and (accepted or not valid)
                ruled = valid if taken else ruled
        assert _took(found, election, done.what, moment) is taken
    stands = accepted and not withdrawn and (supported if ruled is None else ruled)
    assert (found.why_not(terms) is None) is stands


def _took(found: Nomination, election: Election, what: str, moment: timedelta) -> bool:
    """Whether what was asked is done."""
    try:
        match what:
            case "support":
                found.support(by(CY, moment), election)
            case "accept":
                found.accept(by(ANN, moment), election, (), "")
            case "withdraw":
                found.withdraw(by(ANN, moment), election)
            case _:
                ruling = Ruling(valid=what == "valid", reasons="heard both")
                found.rule_on(by(DAN, moment), election, ruling)
    except Refusal:
        return False
    return True
