"""One meeting of the large organisation, prepared and held as the rules of its body have it.

One in seven goes out with its notice late, and one in nine is without a quorum where one is asked
for.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from domain.bodies.mandate import Mandate
from domain.cycle.assembly import Votes
from domain.kernel.act import Act
from domain.kernel.ids import BodyId, PersonId, RuleId, derived
from domain.meetings.agenda import Item
from domain.meetings.attendance import Capacity, Coming, Route
from domain.meetings.decisions import Form, Manner, Put
from domain.meetings.meeting import Called, Meeting
from domain.meetings.motions import Motion
from domain.meetings.orders import CONVENED_BY, ITEMS_BY, OWN_ENTRIES, RECORD_KEPT_BY
from domain.text.amendment.change import AmendmentId
from domain.text.amendment.drafting import draft_amendment
from domain.text.text import Text
from services.bench.read.groups import Group
from services.bench.read.pen import LARGE, Pen, name_of, person
from services.bench.read.sizes import NOW

TITLES: Final = (
    "Report of the officers",
    "Campaigns of the quarter",
    "Finance and fundraising",
    "Who speaks at the conference",
)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
MOTION: Final = "The body supports the tenants of the towers.\n\nIt gives them two thousand pounds."
AMENDED: Final = MOTION.replace("two", "three")


class Sitting(NamedTuple):
    """One meeting with what its acts are written by."""

    group: Group
    number: int
    starts: datetime
    pen: Pen

    @property
    def seats(self) -> Sequence[Mandate]:
        return self.group.body.seats

    @property
    def is_under_way(self) -> bool:
        """Whether it is going on at the present: what comes of it is not recorded then."""
        return self.starts <= NOW < self.starts + 60 * MINUTE

    def at(self, minutes: float, rule: RuleId = RECORD_KEPT_BY, by: PersonId | None = None) -> Act:
        """An act so many minutes after the meeting was to start."""
        return self.pen.act(self.starts + minutes * MINUTE, rule, by=by or self.seats[0].person)

    def before(self, days: float, rule: RuleId, by: PersonId | None = None) -> Act:
        """An act so many days before the meeting."""
        return self.pen.act(self.starts - days * DAY, rule, by=by or self.seats[0].person)


def called(it: Sitting) -> Meeting:
    """A meeting that is called, with notice, items, agenda, papers and apologies."""
    body, orders = it.group.body, it.group.orders
    meeting = Meeting.convene(
        derived(LARGE, "meeting", body.slug, it.number),
        it.before(34, CONVENED_BY),
        BodyId(body.id),
        body.name,
        Called(starts=it.starts, place=f"Hall {it.number % 9}"),
        orders,
    )
    late = it.number % 7 == 0
    to = tuple(seat.person for seat in it.seats)
    meeting.give_notice(it.before(15 if late else 30, CONVENED_BY), to, orders)
    for place, title in enumerate(TITLES):
        by = it.seats[place % len(it.seats)].person
        item = Item(number=0, title=title, text=f"About {title.lower()}.", by=by)
        meeting.hand_in_item(it.before(14 - place, ITEMS_BY, by), item)
    meeting.close_items(it.pen.act(it.starts - 6 * DAY))
    meeting.draft_agenda(it.before(5, CONVENED_BY), (1, 2, 3, 4))
    meeting.circulate_papers(it.before(4, CONVENED_BY), ("Report of the officers",), orders)
    away = it.seats[-1]
    act = it.before(1, OWN_ENTRIES, away.person)
    meeting.send_apologies(act, away.person, away.name, "I am at work.")
    return meeting


def held(meeting: Meeting, it: Sitting) -> None:
    """The meeting itself, to its end."""
    _gathered(meeting, it)
    for number in range(1, len(TITLES) + 1):
        meeting.take_item(it.at(10 * number), number)
        if number == 2:
            _moved(meeting, it, number)
        elif number == 3 and it.is_under_way:
            _debated(meeting, it, number)
        else:
            _decided(meeting, it, number)
    meeting.fix_next_date(it.at(55), (it.starts + 91 * DAY).date(), it.group.orders)
    meeting.close(it.at(60), it.group.orders)


def _gathered(meeting: Meeting, it: Sitting) -> None:
    sat = it.group.sat
    there = it.seats[: len(it.seats) // 4 if it.number % 9 == 0 else len(it.seats) * 3 // 4]
    for place, seat in enumerate(there or it.seats[:1]):
        meeting.arrive(it.at(-5 + place / 10), _coming(seat.person, seat.name), sat)
    guest = _coming(person(it.number), name_of(it.number)).model_copy(
        update={"capacity": Capacity.OBSERVER}
    )
    if not sat.body.has_member(guest.person):
        meeting.arrive(it.at(0), guest, sat)
    meeting.open(it.at(1), sat)
    meeting.take_chair(it.at(2), it.seats[0].person, "as chair of the body")


def _coming(who: PersonId, name: str) -> Coming:
    return Coming(person=who, name=name, route=Route.IN_PERSON)


def _debated(meeting: Meeting, it: Sitting, item: int) -> None:
    """What is before a meeting at the present: a ruling, and a motion with an amendment to it."""
    meeting.rule_on_point(
        it.at(10 * item),
        it.seats[0].person,
        "The report was not sent out in time.",
        upheld=False,
        ruling="It was.",
    )
    meeting.move_motion(it.at(10 * item + 1, ITEMS_BY), _motion(it, item))
    amended = draft_amendment(
        meeting.motion(2).text,
        AMENDED,
        AmendmentId("A1"),
    )
    act = it.at(10 * item + 2, ITEMS_BY)
    meeting.move_amendment(act, 2, amended, it.seats[0].person, it.group.orders)


def _motion(it: Sitting, item: int) -> Motion:
    return Motion(
        number=0,
        item=item,
        title="Support for the tenants",
        text=Text.from_plain(MOTION),
        mover=it.seats[0].person,
    )


def _moved(meeting: Meeting, it: Sitting, item: int) -> None:
    """A motion that is put and voted on by a show of hands."""
    meeting.move_motion(it.at(10 * item + 2, ITEMS_BY), _motion(it, item))
    voters = len(meeting.voters(it.group.sat, item))
    votes = Votes(in_favour=voters - voters // 3, against=voters // 3)
    put = Put(
        item=item, manner=Manner.VOTE, text="", motion=1, form=Form.SHOW_OF_HANDS, votes=votes
    )
    meeting.decide(it.at(10 * item + 5), put, it.group.sat)


def _decided(meeting: Meeting, it: Sitting, item: int) -> None:
    """Something that nobody objects to."""
    manner = Manner.NOTED if item == 1 else Manner.CONSENSUS
    put = Put(item=item, manner=manner, text=f"{TITLES[item - 1]}: agreed as it was moved.")
    meeting.decide(it.at(10 * item + 5), put, it.group.sat)
