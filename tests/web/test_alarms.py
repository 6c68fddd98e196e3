"""Alarms: what is not as the rules ask, since when, by which rule, and until it is mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from domain.kernel.refusal import OutOfOrder
from domain.meetings.decisions import Manner
from services.application.business import RecordDecision
from services.application.sittings import RecordDeparture
from services.application.years import KeepMeetingsElsewhere, WatchQuartersAgain
from services.reading import alarms as reading
from services.reading import bodies, view
from services.reading.alarms import Alarm, Kind
from services.reading.view import Part
from services.runtime.postgres import EmbeddedPostgres
from tests.support.hands import Hands, member
from tests.web import ruled
from tests.web.conftest import Shown
from tests.web.ruled import FOUNDED, Ruled
from tests.web.sat import OTHERS, Sat

LONG_AFTER = 70


@pytest.fixture(scope="module")
def group(postgres_server: EmbeddedPostgres) -> Iterator[Ruled]:
    with ruled.served(postgres_server) as at:
        yield at


def alarms_of(group: Ruled, day: int, kind: Kind) -> tuple[Alarm, ...]:
    with group.at(day) as at:
        return tuple(one for one in reading.alarms(at).alarms if one.kind is kind)


def told(found: tuple[Alarm, ...]) -> set[tuple[str | None, str, int]]:
    """Each alarm by its rule, its sentence, and the day since when."""
    return {(one.rule, one.sentence, (one.since - FOUNDED).days) for one in found}


def test_a_body_without_its_seats_and_posts_is_an_alarm_from_its_beginning(group: Ruled) -> None:
    seats = ("election.ncg.seats", "Coordinating group is left with 2 of 4 voting seats.", 0)
    chair = ("ncg.officers.posts", "Coordinating group is left with 0 of 1 holders of chair.", 0)
    vices = "Coordinating group is left with {} of 2 holders of vice chair."
    posts = "ncg.officers.posts"
    first = told(alarms_of(group, 1, Kind.COMPOSITION))
    assert first == {seats, chair, (posts, vices.format(0), 0)}
    second = told(alarms_of(group, 11, Kind.COMPOSITION))
    assert second == {seats, (posts, vices.format(1), 0)}


def test_an_alarm_goes_once_its_rule_is_kept_and_comes_again_with_a_new_beginning(
    group: Ruled,
) -> None:
    assert alarms_of(group, 21, Kind.COMPOSITION) == ()
    (again,) = alarms_of(group, LONG_AFTER, Kind.COMPOSITION)
    assert "1 of 2 holders of vice chair" in again.sentence
    assert (again.since - FOUNDED).days == 30


def test_a_term_that_is_over_is_an_alarm_while_its_holder_stays_by_a_rule(group: Ruled) -> None:
    assert alarms_of(group, 50, Kind.TERM) == ()
    (over,) = alarms_of(group, LONG_AFTER - 1, Kind.TERM)
    assert over.rule == "ncg.holds_over"
    assert over.sentence.startswith("The term of Cat Conway in Coordinating group is over")
    assert (over.since - FOUNDED).days == 60


def test_what_is_vacant_is_said_of_any_day(group: Ruled) -> None:
    def vacant(day: int) -> list[tuple[str | None, int]]:
        with group.at(day) as at:
            return [(one.post, one.places) for one in bodies.body(at, "ncg").vacant]

    assert vacant(1) == [(None, 2), ("chair", 1), ("vice_chair", 2)]
    assert vacant(21) == []
    assert vacant(31) == [("vice_chair", 1)]


def test_a_mandate_that_was_prolonged_has_lasted_since_it_began(group: Ruled) -> None:
    with group.at(50) as at:
        dan = next(one for one in bodies.body(at, "ncg").seats if one.name == "Dan Dale")
    assert (dan.since - FOUNDED).days == 20
    assert dan.term_ends == group.on(200)


def test_the_page_of_a_body_says_its_alarms_with_rule_and_who_mends_them(group: Ruled) -> None:
    text = group.page("/bodies/ncg").text
    assert "Not as the rules ask" in text
    assert "1 of 2 holders of vice chair" in text
    assert 'href="/rulebook/ncg.officers.posts"' in text
    assert "It can be mended by the staff" in text
    assert "1 place vacant" in text


def test_the_page_of_a_body_says_which_terms_are_over_next(group: Ruled) -> None:
    text = group.page(f"/bodies/ncg?as_of={group.on(50):%Y-%m-%d}").text
    step = text.partition("What happens next")[2].partition("</section>")[0]
    assert "person will be over" in step
    assert "9 am on Friday 5 March 2021" in step


def test_every_mandate_has_a_band_and_the_same_words_beside_it(group: Ruled) -> None:
    text = group.page("/bodies/ncg").text
    assert text.count('class="band-now"') + text.count('class="band-over"') == 7 + 2
    assert "Ben Brough</a>" in text
    assert ", from Thursday 14 January 2021 to Wednesday 3 February 2021, elected; " in text
    rows = group.page("/bodies/ncg.csv?table=mandates").text.splitlines()
    assert len(rows) == 1 + 7
    early = group.page("/bodies/ncg?as_of=2021-01-05").text
    assert "Cat Conway" not in early


def test_alarms_are_chosen_by_their_address_and_taken_away(group: Ruled) -> None:
    every = group.page("/alarms.json").json()["alarms"]
    terms = group.page("/alarms.json?kind=term").json()["alarms"]
    assert {one["kind"] for one in every} == {"composition", "term"}
    assert {one["kind"] for one in terms} == {"term"}
    assert group.page("/alarms.json?body=staff").json()["alarms"] == []
    rows = group.page("/alarms.csv?kind=term").text.splitlines()
    assert len(rows) == 2
    assert "2 alarms" in group.page("/").text


def test_late_reports_and_overdue_actions_are_alarms_with_who_can_mend_them(shown: Shown) -> None:
    text = shown.client().get("/alarms").text
    assert "Ann Abara was to do this by" in text
    assert "has not been drafted" in text
    assert f"/actions/{shown.played.reported.overdue}" in text
    before = shown.client().get("/alarms.json?as_of=2021-08-30").json()
    assert {one["kind"] for one in before["alarms"]}.isdisjoint({"action"})


def test_the_parts_of_a_long_list_make_up_the_whole(shown: Shown) -> None:
    with shown.office.pool.connection() as rows, view.reading(rows) as at:
        whole = reading.alarms(at).alarms
        counts = reading.counted(at)
        assert counts == Counter(one.kind for one in whole)
        assert len(whole) > 2
        several = [reading.part_of(at, counts, Part(skip, 2)) for skip in range(0, len(whole), 2)]
    assert tuple(one for part in several for one in part.alarms) == whole


def test_a_decision_without_a_quorum_is_an_alarm_until_it_is_ratified(acted: Shown) -> None:
    hands = Hands(acted.office.store, acted.office.boxes, "sat")
    hands.steps = acted.office.steps
    sat = Sat(hands)
    sat.gather()
    sat.call()
    meeting = sat.open()
    for person in OTHERS[:2]:
        sat.ask(RecordDeparture, person=person)
    sat.ask(RecordDecision, item=2, manner=Manner.CONSENSUS, text="We march.")
    acted.caught_up()
    found = acted.client().get("/alarms.json?kind=decision").json()["alarms"]
    assert [one["thing"] for one in found] == [str(meeting)]
    assert "taken with 9 of 10 members present" in found[0]["sentence"]
    assert found[0]["rule"] == "ncg.meetings.quorum"


def test_a_quarter_without_a_meeting_is_an_alarm(acted: Shown) -> None:
    hands = Hands(acted.office.store, acted.office.boxes, "quarters")
    hands.steps = acted.office.steps
    year = hands.store.now().year
    hands.at(hands.store.now().replace(year=year, month=4, day=20))
    acted.caught_up()
    found = acted.client().get("/alarms.json?kind=quarter&body=ncg").json()["alarms"]
    assert [one["sentence"].partition(" did")[0] for one in found] == ["Coordinating group"]
    assert found[0]["rule"] == "ncg.meetings.least_per_quarter"


def test_bodies_that_nobody_watches_any_more_are_named(acted: Shown) -> None:
    hands = Hands(acted.office.store, acted.office.boxes, "unwatched")
    said = "is watched no longer"
    assert said not in acted.client().get("/alarms").text
    ended = KeepMeetingsElsewhere(body="ncg", reason="The minutes are on paper.")
    hands.ask(ended, member(0))
    acted.caught_up()
    for address in ("/alarms", "/alarms?body=ncg"):
        page = acted.client().get(address).text
        assert said in page
        assert 'no longer: <a href="/bodies/ncg">' in page
    assert said not in acted.client().get("/alarms?body=leeds").text

    again = WatchQuartersAgain(body="ncg", reason="The minutes are here again.")
    hands.ask(again, member(0))
    acted.caught_up()
    assert said not in acted.client().get("/alarms").text
    with pytest.raises(OutOfOrder, match="watched already"):
        hands.ask(again, member(0))
