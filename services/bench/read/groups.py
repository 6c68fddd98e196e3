"""The bodies of the large organisation: established, seated, and partly renewed in each round."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import Final

from domain.bodies.body import Body
from domain.bodies.electorate import Electorate
from domain.bodies.mandate import Mandate, MandateEnding, MandateId, Origin
from domain.kernel.ids import BodyId, RuleId, derived
from domain.meetings.orders import Orders
from domain.meetings.sat import Sat
from domain.reports.reporting import Reporting
from services.bench.read.pen import LARGE, Pen, name_of, person
from services.bench.read.sizes import BEGINS, Sizes

KEPT: Final = RuleId("registers.kept_by")
POSTS: Final = ("chair", "vice_chair", "secretary", "treasurer")
LOCAL: Final = "local_group"
KINDS: Final = (
    "sub_group",
    "working_group",
    "regional_group",
    "network",
    *(LOCAL,) * 6,
)
DAY: Final = timedelta(days=1)
LARGE_FROM, LEAST_SEATS, MOST_SEATS = 100, 12, 30
"""A body with more mandates than this over the years has many seats, others have few."""


class Group:
    """One body with what is still to be given in it."""

    def __init__(self, body: Body, number: int, pen: Pen, sizes: Sizes) -> None:
        self.body = body
        self.orders = Orders.of(body, pen.rules)
        self.reporting = Reporting.of(body, pen.rules)
        self.left = sizes.mandates_of(number)
        self.meetings = sizes.meetings_of(number)
        self._pen = pen
        self._members = count(number * 37)
        self._most = sizes.members

    @property
    def sat(self) -> Sat:
        """The body as it sits: everybody who has a seat with a vote."""
        voting = Electorate(seat.person for seat in self.body.seats if seat.voting)
        return Sat(self.body, self.orders, voting)

    def fill(self, moment: datetime) -> None:
        """Seat the first members and fill the posts."""
        wanted = MOST_SEATS if self.left > LARGE_FROM else LEAST_SEATS
        for _ in range(min(wanted, self.left * 2 // 3)):
            self._seat(moment)
        vacant = [post for post in POSTS if not self.body.holders_of(post)]
        for post, seat in zip(vacant, self.body.seats[1:], strict=False):
            self._give(post, seat.person, seat.name, moment)

    def renew(self, moment: datetime, rounds_left: int) -> None:
        """Let some go whose time is over, and give their seats and posts to others."""
        for step in range(self.left // max(rounds_left, 1)):
            if self.left <= 0:
                return
            at = moment + step * timedelta(minutes=5)
            leaver = self.body.seats[0]
            posts = self.body.posts_of(leaver.person)
            act = self._pen.act(at, KEPT, by=leaver.person)
            self.body.vacate_seat(act, leaver.person, MandateEnding.RESIGNATION, "No time any more")
            new = self._seat(at)
            for post in posts[: max(self.left, 0)]:
                self._give(post, new.person, new.name, at)

    def _seat(self, moment: datetime) -> Mandate:
        number = next(one for one in self._numbers() if not self.body.has_member(person(one)))
        seat = Mandate(
            id=MandateId(derived(LARGE, "mandate", self.body.slug, self.left)),
            person=person(number),
            name=name_of(number),
            how="elected by the members",
            origin=Origin.ELECTION,
            until=moment + 730 * DAY,
        )
        self.body.seat(self._pen.act(moment, KEPT, by=person(0)), seat)
        self.left -= 1
        return seat

    def _numbers(self) -> Iterator[int]:
        return (number % self._most for number in self._members)

    def _give(self, post: str, holder: object, name: str, moment: datetime) -> None:
        given = Mandate.model_validate(
            {
                "id": derived(LARGE, "mandate", self.body.slug, self.left),
                "person": holder,
                "name": name,
                "how": "chosen by the body",
                "post": post,
            }
        )
        self.body.fill_post(self._pen.act(moment, KEPT, by=person(0)), given)
        self.left -= 1


def established(pen: Pen, sizes: Sizes, first: Body) -> list[Group]:
    """Every body of the organisation; `first` is the coordinating group, the parent of others."""
    others = (_begun(pen, number, BodyId(first.id)) for number in range(1, sizes.bodies))
    return [Group(body, at, pen, sizes) for at, body in enumerate((first, *others))]


def _begun(pen: Pen, number: int, parent: BodyId) -> Body:
    kind = KINDS[number % len(KINDS)]
    is_local = kind == LOCAL
    return Body.establish(
        pen.act(BEGINS, KEPT, by=person(0)),
        slug=f"body-{number}",
        name=f"{kind.replace('_', ' ').title()} {number}",
        kind=kind,
        region=f"Region {number % 12}" if is_local else None,
        parent=None if is_local else parent,
        remit=f"What number {number} is there for.",
    )
