"""Bodies and members: seats, posts, meetings, and who has which power by them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import pytest

from domain.bodies.body import Body, body_id
from domain.bodies.held import Meeting
from domain.bodies.mandate import Mandate, MandateEnding, MandateId
from domain.bodies.meetings import Where, report
from domain.bodies.member import Ending, Member, person_id
from domain.bodies.scopes import scopes_of
from domain.kernel.act import Standing
from domain.kernel.ids import SERVICE, BodyId, PersonId, RuleId
from domain.kernel.refusal import BadInput, NotAllowed, NotFound, OutOfOrder
from domain.powers import authority, in_words, require
from domain.rules.kinds import BodyKind, kind_of
from domain.rules.rulebook import Edition, Rulebook
from domain.rules.values import Count, Days, Force, Rule, Who
from services.application.asker import Asker
from tests.domain.acts import SOMEBODY, SOMEBODY_ELSE, act, an_id, days
from tests.support.given import Given
from tests.support.kinds import Kind
from tests.support.rulebook import CLAUSE, rule, rules


def body(slug: str = "ncg", kind: Kind = Kind.COORDINATING_GROUP) -> Body:
    return Body.establish(act(), slug=slug, name="The NCG", kind=kind)


RESIGNED = MandateEnding.RESIGNATION


def seat(person: PersonId = SOMEBODY, *, voting: bool = True) -> Mandate:
    return Mandate(
        id=MandateId(an_id(f"seat of {person}")),
        person=person,
        name="A",
        how="elected",
        voting=voting,
    )


def chair(person: PersonId = SOMEBODY) -> Mandate:
    return seat(person).model_copy(update={"post": "chair"})


def with_a_chair() -> Body:
    found = body()
    found.seat(act(days(1)), seat())
    found.fill_post(act(days(2)), chair())
    return found


def test_a_body_needs_a_name() -> None:
    with pytest.raises(BadInput):
        Body.establish(act(), slug="x", name=" ", kind=Kind.PANEL)


def test_a_person_has_one_seat_in_a_body() -> None:
    given = Given(body())
    given.when(lambda it: it.seat(act(days(1)), seat())).then(Body.Seated)
    given.when(lambda it: it.seat(act(days(2)), seat())).refused(OutOfOrder)


def test_a_post_is_held_by_somebody_who_sits_there() -> None:
    given = Given(body())
    ask = given.when(lambda it: it.fill_post(act(days(1)), chair()))
    ask.refused(OutOfOrder)


def test_a_post_goes_with_the_seat() -> None:
    given = Given(with_a_chair())
    given.when(lambda it: it.vacate_seat(act(days(3)), SOMEBODY, RESIGNED, "moved away")).then(
        Body.PostVacated, Body.SeatVacated
    )
    given.when(lambda it: it.vacate_seat(act(days(4)), SOMEBODY, RESIGNED, "again")).refused(
        NotFound
    )


def edition(force: Force = Force.MANDATORY) -> Edition:
    notice = Rule.model_validate(
        {**rule("ncg.meetings.notice_days", Days(count=7)).model_dump(), "force": force}
    )
    book = Rulebook.found(act(), "Rules", (CLAUSE,), (*rules(ncg__meetings__quorum=FIVE), notice))
    return book.at(act().occurred_at)


FIVE = Count(count=5)
MEETING = Meeting(
    reference=an_id("m"),
    held_on=date(2021, 7, 15),
    present=5,
    quorum=0,
    notice_on=date(2021, 7, 8),
)


def where(rules: Edition) -> Where:
    return Where(rules, scopes_of(rules, body(), None))


def reported(meeting: Meeting, force: Force = Force.MANDATORY) -> tuple[Body, Body.MeetingHeld]:
    given = Given(body())
    given.when(lambda it: report(act(days(1)), it, meeting, where(edition(force))))
    (held,) = given.then(Body.MeetingHeld)
    return given.thing, held


def test_a_meeting_in_order_is_recorded_and_can_decide() -> None:
    found, held = reported(MEETING)
    assert (held.could_decide, held.act.standing) == (True, Standing.JUDGED)
    assert set(held.act.rules) == {"ncg.meetings.notice_days", "ncg.meetings.quorum"}
    Given(found).when(lambda it: report(act(days(2)), it, MEETING, where(edition()))).then()


@pytest.mark.parametrize(
    ("told", "broken"),
    [
        ({"present": 4}, "ncg.meetings.quorum"),
        ({"quorum": 6}, "ncg.meetings.quorum"),
        ({"notice_on": date(2021, 7, 9)}, "ncg.meetings.notice_days"),
    ],
)
def test_a_meeting_that_breaks_a_mandatory_rule_is_recorded_and_could_not_decide(
    told: dict[str, object], broken: str
) -> None:
    _, held = reported(MEETING.model_copy(update=told))
    assert (held.could_decide, held.void_under) == (False, broken)
    assert (held.act.standing, held.act.breaks) == (Standing.IRREGULAR, (broken,))


def test_a_meeting_that_breaks_a_directory_rule_is_recorded_and_could_decide() -> None:
    short = MEETING.model_copy(update={"notice_on": date(2021, 7, 9)})
    _, held = reported(short, Force.DIRECTORY)
    assert (held.could_decide, held.act.standing) == (True, Standing.IRREGULAR)
    assert held.act.breaks == ("ncg.meetings.notice_days",)
    assert held.act.note == "Notice was given 6 days ahead, where 7 days are asked for."


def test_clear_days_count_neither_the_first_nor_the_last() -> None:
    monday, next_monday = date(2021, 7, 5), date(2021, 7, 12)
    assert Days(count=7).short(monday, next_monday) is None
    assert "6 clear days" in (Days(count=7, clear=True).short(monday, next_monday) or "")


def test_a_meeting_without_the_bodys_own_quorum_is_marked_though_no_rule_names_one() -> None:
    silent = Rulebook.found(act(), "Rules", (CLAUSE,), ()).at(act().occurred_at)
    given = Given(body())
    poor = MEETING.model_copy(update={"quorum": 9})
    given.when(lambda it: report(act(days(1)), it, poor, where(silent)))
    (held,) = given.then(Body.MeetingHeld)
    assert (held.could_decide, held.void_under) == (False, None)
    assert held.act.standing is Standing.IRREGULAR


def test_a_dissolved_body_does_nothing_any_more() -> None:
    given = Given(with_a_chair())
    given.when(lambda it: it.dissolve(act(days(3)), "merged")).then(Body.Dissolved)
    assert (given.thing.seats, given.thing.posts) == ((), ())
    given.when(lambda it: it.seat(act(days(4)), seat())).refused(OutOfOrder)
    given.when(lambda it: it.dissolve(act(days(4)), "again")).refused(OutOfOrder)


def test_a_membership_that_has_ended_is_over() -> None:
    given = Given(Member.join(act(), number="M1", joined_on=date(2020, 1, 1)))
    given.when(lambda it: it.move(act(days(1)), body_id("york"), "north")).then(Member.Moved)
    given.when(lambda it: it.end_membership(act(days(2)), Ending.RESIGNED, "x")).then(Member.Left)
    given.when(lambda it: it.end_membership(act(days(3)), Ending.DIED, "x")).refused(OutOfOrder)
    given.when(lambda it: it.move(act(days(3)), None, None)).refused(OutOfOrder)


class Registers:
    """Two bodies and one member."""

    now = act(days(9)).occurred_at

    def __init__(self, *bodies: Body) -> None:
        self.bodies = bodies
        self.joined = Member.join(act(), number="M1", joined_on=date(2020, 1, 1))

    def body(self, slug: str) -> Body | None:
        return next((one for one in self.bodies if one.slug == slug), None)

    def body_by_id(self, body: UUID) -> Body | None:
        return next((one for one in self.bodies if one.id == body), None)

    def kind_of(self, body: Body) -> BodyKind:
        return kind_of(edition(), body.kind)

    def made_up_from(self, body: Body, moment: datetime) -> Body | None:
        return None

    def powerless(self, person: PersonId, moment: datetime | None = None) -> RuleId | None:
        return None

    def member(self, person: PersonId) -> Member | None:
        return self.joined if person == person_id("M1") else None


def held(power: str, person: PersonId = SOMEBODY, behalf: BodyId | None = None) -> str | None:
    group = body("leeds", Kind.LOCAL_GROUP)
    group.seat(act(days(1)), seat())
    guest = body("guests", Kind.PANEL)
    guest.seat(act(days(1)), seat(voting=False))
    registers = Registers(with_a_chair(), group, guest)
    found = authority(Asker(person=person, on_behalf_of=behalf), (power,), registers)
    return None if found is None else found.name


def test_a_power_comes_from_a_voting_seat_or_a_post() -> None:
    assert held("ncg") == "a voting seat in The NCG"
    assert held("ncg.chair") == held("ncg.officers") == "chair of The NCG"
    assert held("ncg.treasurer") is None
    assert held("guests") is None
    assert held("ncg", SOMEBODY_ELSE) is None
    assert held("no_such_body") is None


def test_a_group_is_spoken_for_by_whoever_sits_in_it() -> None:
    assert held("local_groups", behalf=body_id("leeds")) is not None
    assert held("local_groups") is None
    assert held("local_groups", behalf=body_id("ncg")) is None
    assert held("local_groups", SOMEBODY_ELSE, behalf=body_id("leeds")) is None


def test_a_member_has_a_members_power_while_the_membership_lasts() -> None:
    assert held("all_members", person_id("M1")) == "member M1"
    assert held("all_members", person_id("M2")) is None


def test_a_party_that_is_no_person_gives_nobody_a_power() -> None:
    assert held("all_member_ballot", person_id("M1")) is None


def test_the_service_itself_acts_at_deadlines() -> None:
    assert held("ncg", SERVICE) == "the service, at a deadline"


def test_a_refusal_for_want_of_power_says_who_has_it() -> None:
    asked = rule("refounding.extension_power", Who(powers=("ncg.chair", "local_groups")))
    with pytest.raises(NotAllowed) as caught:
        require(Asker(person=SOMEBODY_ELSE), asked, Registers(with_a_chair()))
    assert caught.value.rule == asked.id
    assert "the chair of the NCG or a recognised local group" in caught.value.sentence
    assert in_words("ncg.officers") == "an officer of the NCG"
