"""S20: a body whose make-up is a rule in all its parts, and which says at any time what it breaks.

Half of its eight votes are members elected by the members, half are for affiliates; one place is
kept for the young; advisers have no vote; every group fills the post of a disability officer; and
nobody serves more than two terms in a row.  What would break a rule is refused, and what has broken
one is on record, marked, and an alarm until it is mended.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from domain.bodies.mandate import MandateEnding, Origin
from domain.kernel.act import Standing
from domain.kernel.ids import ClauseId, PersonId, RuleId
from domain.kernel.refusal import RuleBroken
from domain.kernel.sealed import Purpose
from domain.rules.parts import Part, Portion
from domain.rules.values import Count, Flag, Force, Period, Reads, Rule, RuleValue, Seats, Section
from services.application.bodies import SeatMember
from services.application.details import DeclareCategory
from services.application.endings import VacateSeat
from services.application.rules import ReviseRulebook
from services.bootstrap import Office, office
from services.reading.alarms import alarms
from services.reading.bodies import body
from services.reading.sealed_alarms import sealed_alarms
from services.reading.view import reading
from tests.application.organisation import MEMBERS, STAFF
from tests.story.rows import OF_2017, Row, founded
from tests.support.hands import Hands, member
from tests.support.keys import MASTERS
from tests.support.kinds import Kind

COUNCIL = "policy_council"
HALF = Portion(numerator=1, denominator=2)
VALUES: dict[str, RuleValue] = {
    "size": Count(count=8),
    "parts.member": Part(category="member", least_share=HALF),
    "parts.affiliate": Part(category="affiliate", least_share=HALF),
    "parts.adviser": Part(category="adviser", votes=False),
    "officers.posts": Seats(
        seats=(Section(section="chair", seats=1), Section(section="disability_officer", seats=1))
    ),
    "parts.young": Part(category="young", least=1, declared=True),
    "holds_over": Flag(holds=False),
    "term": Period(months=12),
    "term_limit": Count(count=2),
}
ELECTED, AFFILIATES = MEMBERS[:4], tuple(member(800 + number) for number in range(4))
MORE = MEMBERS[4:8]


def rules(force: Force) -> tuple[Rule, ...]:
    return tuple(
        Rule(
            id=RuleId(f"{COUNCIL}.{name}"),
            clause=ClauseId("3.1"),
            title=f"The policy council: {name}",
            value=value,
            force=force,
            reads=Reads.AT_ACT,
        )
        for name, value in VALUES.items()
    )


def council(row: Row, force: Force = Force.MANDATORY) -> Row:
    """The members carry the rules of a new council in a ballot, and it is filled whole."""
    adopted = ReviseRulebook(title="A policy council", added=rules(force))
    row.org.hands.by_service(adopted)
    row.establish(COUNCIL, Kind.COUNCIL)
    row.org.ask(young(ELECTED[3]), ELECTED[3])
    for person in ELECTED:
        row.org.ask(elected(person), STAFF)
    for person in AFFILIATES:
        row.org.ask(nominated(person), STAFF)
    row.fill(COUNCIL, "chair", ELECTED[0])
    row.fill(COUNCIL, "disability_officer", ELECTED[1])
    return row


@pytest.fixture
def row() -> Row:
    return council(founded())


def elected(person: PersonId, category: str = "member") -> SeatMember:
    how = {"how": "elected by the members", "origin": Origin.ELECTION, "category": category}
    return SeatMember.model_validate(
        {"source": "as the file has it", "body": COUNCIL, "person": person, "name": "M"} | how
    )


def nominated(person: PersonId) -> SeatMember:
    how = {"how": "named", "origin": Origin.NOMINATION, "by": "a union", "category": "affiliate"}
    return SeatMember.model_validate(
        {"source": "as the file has it", "body": COUNCIL, "person": person, "name": "A"} | how
    )


def young(person: PersonId) -> DeclareCategory:
    return DeclareCategory(person=person, purpose=Purpose.QUOTA, category="young")


def gone(person: PersonId) -> VacateSeat:
    return VacateSeat(body=COUNCIL, person=person, reason="moved away")


def test_s20_no_half_takes_a_place_of_the_other(row: Row) -> None:
    row.org.ask(gone(AFFILIATES[0]), STAFF)
    asked = elected(MORE[0])
    refusal = row.org.refused(RuleBroken, asked, STAFF, "policy_council.parts.affiliate")
    assert "kept for affiliate" in refusal.sentence
    row.org.ask(gone(ELECTED[2]), STAFF)
    asked = nominated(member(810))
    row.org.ask(asked, STAFF)
    row.org.refused(RuleBroken, nominated(member(811)), STAFF, "policy_council.parts.member")


def test_s20_there_are_no_more_votes_than_places(row: Row) -> None:
    row.org.refused(RuleBroken, elected(MORE[0]), STAFF, "policy_council.size")


def test_s20_advisers_have_no_vote(row: Row) -> None:
    asked = SeatMember(
        body=COUNCIL,
        person=MORE[0],
        name="A",
        how="asked",
        category="adviser",
        source="as the file has it",
    )
    row.org.ask(gone(ELECTED[3]), STAFF)
    row.org.refused(RuleBroken, asked, STAFF, "policy_council.parts.adviser")
    row.org.ask(asked.model_copy(update={"voting": False}), STAFF)
    assert len([seat for seat in row.body(COUNCIL).seats if seat.voting]) == 7


def test_s20_a_post_that_every_group_fills_has_one_holder_and_its_loss_is_marked(row: Row) -> None:
    second = row.filling(COUNCIL, "disability_officer", ELECTED[2])
    row.org.refused(RuleBroken, second, STAFF, "policy_council.officers.posts")
    row.org.ask(gone(ELECTED[1]), STAFF)
    act = row.newest(COUNCIL, "body.seat_vacated.v1")
    assert act.standing is Standing.IRREGULAR
    assert set(act.breaks) == {
        "policy_council.officers.posts",
        "policy_council.parts.member",
        "policy_council.size",
    }
    row.fill(COUNCIL, "disability_officer", ELECTED[2])
    assert row.newest(COUNCIL, "body.post_filled.v1").standing is not Standing.IRREGULAR


def test_s20_nobody_serves_a_third_term_in_a_row(row: Row) -> None:
    for again in (True, False):
        held = row.seat_of(COUNCIL, ELECTED[3])
        assert held is not None
        assert held.until is not None
        row.org.hands.at(held.until)
        assert ELECTED[3] not in row.sits_in(COUNCIL), "the term is over by itself"
        if again:
            row.org.ask(elected(ELECTED[3]), STAFF)
    row.org.refused(RuleBroken, elected(ELECTED[3]), STAFF, "policy_council.term_limit")
    row.org.ask(elected(MORE[0]), STAFF)


def test_s20_a_place_that_is_kept_is_given_to_nobody_else(row: Row) -> None:
    """Who is young they say themselves, under seal; the refusal names nobody.

    Nor does the end of their seat break the rule on the young: anybody reads that act, and it would
    say what the one who left had declared.
    """
    row.org.ask(gone(ELECTED[3]), STAFF)
    assert "policy_council.parts.young" not in row.newest(COUNCIL, "body.seat_vacated.v1").breaks
    refusal = row.org.refused(RuleBroken, elected(MORE[0]), STAFF, "policy_council.parts.young")
    assert "kept for young" in refusal.sentence
    row.org.ask(young(MORE[0]), MORE[0])
    row.org.ask(elected(MORE[0]), STAFF)


def test_s20_the_end_of_a_seat_does_not_tell_who_had_declared_what() -> None:
    """The act that ends it is the same for one who said that they are young as for another."""
    declared, other = council(founded()), council(founded())
    declared.org.ask(gone(ELECTED[3]), STAFF)
    other.org.ask(gone(ELECTED[2]), STAFF)
    one, another = (row.newest(COUNCIL, "body.seat_vacated.v1") for row in (declared, other))
    assert (one.breaks, one.note, one.rules) == (another.breaks, another.note, another.rules)
    assert "policy_council.parts.member" in one.breaks


def test_s20_a_seat_beside_a_directory_rule_does_not_tell_who_had_declared_what() -> None:
    """The rule on the young refuses nothing here, and the act is the same for whoever sits."""
    told = []
    for declares in (True, False):
        row = council(founded(), Force.DIRECTORY)
        row.org.ask(gone(ELECTED[3]), STAFF)
        if declares:
            row.org.ask(young(MORE[0]), MORE[0])
        row.org.ask(elected(MORE[0]), STAFF)
        act = row.newest(COUNCIL, "body.seated.v1")
        told.append((act.standing, act.breaks, act.note, act.rules))
    assert told[0] == told[1]


@pytest.fixture
def at(database_url: str) -> Iterator[tuple[Office, Row]]:
    with office(database_url, masters=MASTERS) as found:
        yield found, council(founded(OF_2017, hands=Hands(found.store, found.boxes)))


def alarming(at: Office) -> set[str]:
    at.projector.catch_up()
    with at.pool.connection() as connection, reading(connection) as found:
        return {one.rule or "" for one in alarms(found).alarms if one.slug == COUNCIL}


def test_s20_what_is_broken_is_an_alarm_until_it_is_mended(at: tuple[Office, Row]) -> None:
    office_, row = at
    assert alarming(office_) == set()
    whole = row.now
    row.store.clock.shift(timedelta(days=1))
    ill = VacateSeat(
        body=COUNCIL, person=ELECTED[1], ending=MandateEnding.RESIGNATION, reason="after an illness"
    )
    row.org.ask(ill, STAFF)
    broken = {"officers.posts", "parts.member", "size"}
    assert alarming(office_) == {f"{COUNCIL}.{name}" for name in broken}
    with office_.pool.connection() as connection, reading(connection, whole) as found:
        assert all(not rule.broken for rule in body(found, COUNCIL).made_up), "it was whole then"
    row.org.ask(elected(MORE[0]), STAFF)
    assert alarming(office_) == {f"{COUNCIL}.officers.posts"}
    row.fill(COUNCIL, "disability_officer", MORE[0])
    assert alarming(office_) == set()
    row.org.ask(gone(ELECTED[3]), STAFF)
    assert f"{COUNCIL}.parts.young" not in alarming(office_), "that would tell what they declared"
    told = {reader: sealed(office_, reader) for reader in (ELECTED[0], ELECTED[2], STAFF, None)}
    assert told.pop(ELECTED[0]) == [
        (
            "policy_council.parts.young",
            "Policy Council has fewer than the 1 voting seats that young have.",
        )
    ]
    assert set(map(len, told.values())) == {0}, "only the body's own officers are told"
    row.org.ask(young(MORE[1]), MORE[1])
    row.org.ask(elected(MORE[1]), STAFF)
    assert sealed(office_, ELECTED[0]) == []


def sealed(at: Office, reader: PersonId | None) -> list[tuple[str | None, str]]:
    at.projector.catch_up()
    with at.pool.connection() as connection, reading(connection) as found:
        return [(one.rule, one.sentence) for one in sealed_alarms(found, reader)]
