"""Places that fall empty within their term, and how each rule fills them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import pytest

from domain.bodies.mandate import MandateEnding
from domain.elections.mattering import Error
from domain.elections.objection import Subject
from domain.elections.terms import VacancyRule
from domain.elections.vacancy import State, Vacancy
from domain.kernel.ids import PersonId
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder, RuleBroken, TooLate
from domain.rules.values import Choice, Count, Period, RuleValue
from services.application.begun import open_processes
from services.application.endings import DissolveBody, EndMembership, VacateSeat
from services.application.nominations import CallOffElection
from services.application.objections import RaiseObjection, RuleOnObjection
from services.application.vacancies import (
    AcceptPlace,
    CallByElection,
    DeclinePlace,
    LapseOffer,
    LeaveToMembers,
)
from services.application.vacated import IN_THE_BODY
from tests.application.gathering import SITTING
from tests.application.nominated import ANN, BEA, CY, DAN, EVE, FAY
from tests.application.organisation import STAFF, STRANGER
from tests.application.test_cooptions import GUEST, CoOpting
from tests.application.test_counts import OFFICER
from tests.application.voted import MEN_FIRST, Voted
from tests.story.chosen import vote
from workflows.contract import VACANCY

RULE, DAYS = "election.ncg.vacancy_rule", "election.ncg.vacancy_answer_days"
BLOCK: Final[dict[str, Any]] = {"election__ncg__method": Choice(choice="block")}
ANSWERED: Final = "elections.answered_by"
NOBODY_LEFT: Final = {"left": "Bea", "empty": (), "sitting": ("Ann",), "out": ("Cy",)}
WEEK: Final = timedelta(days=7)


def by(rule: str, **other: RuleValue) -> dict[str, RuleValue]:
    return BLOCK | {"election__ncg__vacancy_rule": Choice(choice=rule)} | other


def elected(*papers: tuple[int, ...], **rules: RuleValue) -> Voted:
    """Ann and Bea are elected, and Cy is not."""
    it = Voted(**rules)
    it.announce()
    it.cast(*(papers or MEN_FIRST))
    it.close()
    it.declare()
    assert sitting(it) == {ANN, BEA}
    return it


def leave(it: Voted, person: PersonId) -> Vacancy:
    it.org.ask(VacateSeat(body="ncg", person=person, reason="No time any more."), person)
    it.org.hands.settle()
    return vacancies(it)[-1]


def vacancies(it: Voted) -> list[Vacancy]:
    found = IN_THE_BODY.of(it.org.store, it.ncg.id)
    return [it.org.store.load(Vacancy, one) for one in found]


def the(it: Voted, vacancy: Vacancy) -> Vacancy:
    return it.org.store.load(Vacancy, vacancy.id)


def sitting(it: Voted) -> set[PersonId]:
    return {seat.person for seat in it.elected}


def open_ones(it: Voted) -> int:
    return [one.kind for one in open_processes(it.org.store)].count(VACANCY)


@pytest.mark.parametrize("grade", ["sealed", "blind"])
@pytest.mark.parametrize("rule", ["count_back", "next_runner_up"])
def test_who_comes_next_by_the_papers_is_asked_and_takes_the_rest_of_the_term(
    rule: str, grade: str
) -> None:
    it = elected(**by(rule, ballots__secrecy=Choice(choice=grade)))
    before = it.ncg.seat_of(BEA)
    found = leave(it, BEA)
    assert (found.state, found.offered_to) == (State.OFFERED, CY)
    assert found.due == it.org.store.now() + WEEK
    it.org.refused(NotAllowed, AcceptPlace(vacancy=found.id), STRANGER, ANSWERED)
    it.org.refused(NotAllowed, AcceptPlace(vacancy=found.id), ANN, ANSWERED)
    it.org.ask(AcceptPlace(vacancy=found.id), CY)
    assert sitting(it) == {ANN, CY}
    seat = it.ncg.seat_of(CY)
    assert seat is not None
    assert before is not None
    assert (seat.until, seat.category) == (before.until, "north")
    assert the(it, found).state is State.FILLED
    it.org.refused(NotAllowed, AcceptPlace(vacancy=found.id), CY, ANSWERED)
    it.org.hands.settle()
    assert open_ones(it) == 0


def test_what_was_counted_is_on_record_and_says_who_was_out() -> None:
    it = elected(**by("count_back"))
    it.org.ask(EndMembership(person=CY, ending="resigned", reason="Left."), CY)
    found = leave(it, BEA)
    assert found.state is State.BY_ELECTION
    newest: Any = list(it.org.store.acts(stream=found.id, limit=9))[-1].event
    assert newest.basis.model_dump() == NOBODY_LEFT


def test_whoever_declines_or_says_nothing_in_time_is_passed_over() -> None:
    it = elected((1, 2), (1, 2), (1, 2), (3,), (3,), **by("count_back"))
    first = leave(it, BEA)
    it.org.refused(NotAllowed, DeclinePlace(vacancy=first.id), ANN, ANSWERED)
    it.org.ask(DeclinePlace(vacancy=first.id), CY)
    it.org.hands.settle()
    assert the(it, first).state is State.BY_ELECTION
    silent = elected(**by("count_back"))
    found = leave(silent, BEA)
    assert found.due is not None
    silent.org.hands.at(found.due)
    over = the(silent, found)
    assert (over.state, over.passed_over) == (State.BY_ELECTION, (CY,))
    silent.org.refused(NotAllowed, AcceptPlace(vacancy=found.id), CY, ANSWERED)


def test_an_answer_after_its_time_is_refused_even_where_the_end_is_not_on_record_yet() -> None:
    it = elected(**by("count_back"))
    found = leave(it, BEA)
    assert found.due is not None
    it.org.hands.store.clock.hold(found.due)
    it.org.refused(TooLate, AcceptPlace(vacancy=found.id), CY, DAYS)
    it.org.hands.settle()
    assert the(it, found).modified_on == found.due


def test_a_quota_that_nobody_left_can_keep_leaves_it_to_members() -> None:
    it = elected(**by("count_back"))
    found = leave(it, ANN)
    assert found.state is State.BY_ELECTION
    newest: Any = list(it.org.store.acts(stream=found.id, limit=9))[-1].event
    assert "quotas" in newest.reason


def test_papers_of_whoever_left_fill_the_place_under_transferable_votes() -> None:
    rules = by("own_papers", election__ncg__method=Choice(choice="scottish-stv"))
    it = elected((1, 2), (1, 2), (2, 3), (2, 3), (2, 3), (3,), **rules)
    found = leave(it, BEA)
    assert found.offered_to == CY
    block = elected(**by("own_papers"))
    assert leave(block, BEA).state is State.BY_ELECTION


def test_a_by_election_fills_the_place_and_nobody_else_loses_one() -> None:
    it = elected(**by("by_election"))
    until = it.elected[0].until
    calling = CallByElection(body="ncg", section="north", title="A by-election")
    it.org.refused(OutOfOrder, calling, STAFF, RULE)
    found = leave(it, BEA)
    assert (found.state, open_ones(it)) == (State.BY_ELECTION, 1)
    it.org.refused(NotAllowed, calling, FAY, "elections.called_by")
    unknown = CallByElection(body="ncg", section="mars", title="A by-election")
    it.org.refused(BadInput, unknown, STAFF)
    again = by_election(it)
    it.org.refused(OutOfOrder, calling, STAFF, RULE)
    assert [one.seats for one in again.election.terms.sections] == [1]
    assert again.election.terms.sections[0].min_women == 0
    held(again, (1,), (1,), (2,))
    assert {(seat.person, seat.until) for seat in it.elected} == {(ANN, until), (CY, until)}
    assert (the(it, found).state, the(it, found).filled_by) == (State.FILLED, CY)


def test_a_by_election_that_is_called_off_leaves_the_place_to_another() -> None:
    it = elected(**by("by_election"))
    leave(it, BEA)
    first = by_election(it)
    it.org.ask(CallOffElection(election=first.id, reason="The notice was wrong."), STAFF)
    again = by_election(it)
    held(again, (1,), (1,), (2,))
    assert sitting(it) == {ANN, CY}


def test_a_by_election_of_a_womans_place_needs_a_woman() -> None:
    it = elected(**by("by_election"))
    leave(it, ANN)
    assert by_election(it).election.terms.sections[0].min_women == 1


def test_a_by_election_that_is_annulled_is_held_again_for_the_same_place() -> None:
    it = elected(**by("by_election"))
    leave(it, BEA)
    again = by_election(it)
    held(again, (1,), (1,), (2,))
    raising = RaiseObjection(
        election=again.id, subject=Subject.RESULT, grounds="A drawer.", section="north"
    )
    objection = it.org.hands.began(it.org.ask(raising, DAN))
    upheld = RuleOnObjection(
        objection=objection, upheld=True, reasons="So.", error=Error(missing=3, wrong=0)
    )
    it.org.ask(upheld, OFFICER)
    assert sitting(it) == {ANN}
    assert [one.state for one in vacancies(it)] == [State.FILLED, State.BY_ELECTION]
    it.org.hands.settle()
    again.announce()
    again.cast((2,), (2,), (1,))
    again.close()
    again.declare()
    assert sitting(it) == {ANN, DAN}
    assert [one.filled_by for one in vacancies(it)] == [CY, DAN]


def test_a_co_option_fills_the_place_where_the_rule_says_so() -> None:
    it = elected(**by("co_option", ncg__meetings__quorum=Count(count=4)))
    found = leave(it, BEA)
    assert found.state is State.CO_OPTION
    calling = CallByElection(body="ncg", section="north", title="A by-election")
    it.org.refused(OutOfOrder, calling, STAFF, RULE)
    CoOptingLater(it).seated()
    assert (the(it, found).state, the(it, found).filled_by) == (State.FILLED, GUEST)


def test_two_who_leave_at_once_are_followed_by_two_and_quotas_hold_for_both() -> None:
    it = Voted(ANN, BEA, CY, FAY, **by("count_back"))
    it.announce()
    it.cast((1, 2), (1, 2), (1, 2), (3, 2), (3, 2), (4,))
    it.close()
    it.declare()
    assert sitting(it) == {ANN, BEA}
    for person in (ANN, BEA):
        it.org.ask(VacateSeat(body="ncg", person=person, reason="Gone."), person)
    it.org.hands.settle()
    assert {one.offered_to for one in vacancies(it)} == {CY, FAY}
    for one in vacancies(it):
        assert one.offered_to is not None
        it.org.ask(AcceptPlace(vacancy=one.id), one.offered_to)
    assert sitting(it) == {CY, FAY}


def test_what_is_empty_is_overtaken_by_a_whole_election_and_by_the_end_of_the_body() -> None:
    it = elected(**by("by_election"))
    found = leave(it, BEA)
    it.org.ask(
        DissolveBody(body="ncg", reason="Over.", source="minutes", at=it.org.store.now()), STAFF
    )
    assert the(it, found).state is State.OVERTAKEN
    it.org.hands.settle()
    assert open_ones(it) == 0


def test_only_the_service_computes_and_a_word_that_nothing_goes_by_opens_no_election() -> None:
    it = elected(**by("count_back"))
    found = leave(it, BEA)
    for command in (LapseOffer(vacancy=found.id), LeaveToMembers(vacancy=found.id, reason="No.")):
        it.org.refused(NotAllowed, command, OFFICER)
    with pytest.raises(RuleBroken, match="nothing here goes by that"):
        Voted(**by("by_lot"))
    assert VacancyRule.BY_ELECTION.by_papers is None


def test_without_a_time_to_answer_members_vote() -> None:
    class Silent(Voted):
        GAPS = (DAYS,)

    it = Silent(**by("count_back"))
    it.announce()
    it.cast(*MEN_FIRST)
    it.close()
    it.declare()
    assert leave(it, BEA).state is State.BY_ELECTION


def test_whoever_is_asked_and_leaves_the_organisation_takes_no_place() -> None:
    it = elected(**by("count_back"))
    found = leave(it, BEA)
    it.org.ask(EndMembership(person=CY, ending="resigned", reason="Left."), CY)
    it.org.refused(NotAllowed, AcceptPlace(vacancy=found.id), CY, DAYS)


def test_an_empty_place_is_not_filled_after_the_end_of_its_term() -> None:
    it = elected(**by("by_election", ncg__term=Period(months=12)))
    found = leave(it, BEA)
    ends = found.term_ends
    assert ends is not None
    it.org.hands.at(ends)
    over = the(it, found)
    assert (over.state, over.modified_on) == (State.OVERTAKEN, ends)
    assert open_ones(it) == 0


def test_the_end_of_a_term_leaves_nothing_to_fill() -> None:
    it = elected(**by("count_back"))
    ending = VacateSeat(body="ncg", person=BEA, reason="Over.", ending=MandateEnding.TERM)
    until = it.elected[1].until
    assert until is None or it.org.refused(RuleBroken, ending, STAFF) is not None
    assert vacancies(it) == []


class CoOptingLater(CoOpting):
    """A meeting of the group, to which its others are added, a month from now."""

    def __init__(self, it: Voted) -> None:
        self.org, self.meeting = it.org, UUID(int=0)
        for person in SITTING[1:]:
            if not it.ncg.has_member(person):
                self._seat(person)
        self.hold(starts=it.org.store.now() + timedelta(days=30))


class ByElection(Voted):
    """A by-election in the north, in which Cy and Dan stand."""

    def __init__(self, it: Voted) -> None:
        self.org = it.org
        calling = CallByElection(body="ncg", section="north", title="A by-election")
        self.id: UUID = self.org.hands.began(self.org.ask(calling, STAFF))


def by_election(it: Voted) -> ByElection:
    return ByElection(it)


def held(it: ByElection, *papers: tuple[int, ...]) -> None:
    it.open()
    for person, name in ((CY, "Cy"), (DAN, "Dan")):
        made = it.nominate(person, name, EVE, FAY)
        it.accept(made)
    it.org.hands.at(it.election.windows[0].cure_by)
    it.announce()
    for person, marks in zip((ANN, EVE, FAY), papers, strict=True):
        vote(it.org, it.ballot.id, person, (marks,))
    it.close()
    it.declare()
