"""Who has a vote in a body where a seat there hangs on a post elsewhere."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from domain.bodies.body import Body
from domain.bodies.electorate import electorate, runs
from domain.bodies.mandate import Mandate, MandateId, Origin, Post
from domain.kernel.ids import BodyId, PersonId, RuleId
from tests.domain.acts import START, act, an_id, days
from tests.support.hands import member
from tests.support.kinds import Kind

CHAIR, OTHER = member(1), member(2)
OVER = START + days(10)


class Known:
    """One body, of whose members others are made up or not, and nobody who is suspended."""

    def __init__(self, body: Body, *, makes_up: bool = False) -> None:
        self.body = body
        self.makes_up = makes_up

    def body_by_id(self, body: UUID) -> Body | None:
        return self.body if body == self.body.id else None

    def made_up_from(self, body: Body, moment: datetime) -> Body | None:
        return self.body if self.makes_up and body.id != self.body.id else None

    def powerless(self, person: PersonId, moment: datetime | None = None) -> RuleId | None:
        return None


def held(name: str, person: PersonId, **more: object) -> Mandate:
    told = {"id": MandateId(an_id(name)), "person": person, "name": name, "how": "elected"}
    return Mandate.model_validate({**told, **more})


def test_a_seat_by_a_post_has_no_vote_once_the_term_of_that_post_is_over() -> None:
    above = Body.establish(act(), slug="ncg", name="The group", kind=Kind.COORDINATING_GROUP)
    above.seat(act(), held("seat", CHAIR))
    above.fill_post(act(), held("chair", CHAIR, post="chair", until=OVER))
    below = Body.establish(act(), slug="media", name="Media", kind=Kind.SUB_GROUP)
    post = Post(body=BodyId(above.id), post="chair")
    below.seat(act(), held("by post", CHAIR, origin=Origin.EX_OFFICIO, follows=post))
    below.seat(act(), held("own", OTHER))
    assert electorate(below, OVER - days(1), Known(above)) == {CHAIR, OTHER}
    assert electorate(below, OVER, Known(above)) == {OTHER}


def test_a_post_is_over_with_the_seat_on_which_it_hangs() -> None:
    above = Body.establish(act(), slug="ncg", name="The group", kind=Kind.COORDINATING_GROUP)
    above.seat(act(), held("seat", CHAIR, until=OVER))
    above.fill_post(act(), held("chair", CHAIR, post="chair"))
    chair, known = above.holders_of("chair")[0], Known(above)
    assert runs(chair, above, OVER - days(1), known)
    assert not runs(chair, above, OVER, known)
    below = Body.establish(act(), slug="media", name="Media", kind=Kind.SUB_GROUP)
    post = Post(body=BodyId(above.id), post="chair")
    below.seat(act(), held("by post", CHAIR, origin=Origin.EX_OFFICIO, follows=post))
    assert electorate(below, OVER, known) == set()


def test_a_seat_in_a_group_made_up_of_the_parents_members_is_over_with_the_one_there() -> None:
    above = Body.establish(act(), slug="ncg", name="The group", kind=Kind.COORDINATING_GROUP)
    above.seat(act(), held("seat", CHAIR, until=OVER))
    above.seat(act(), held("other seat", OTHER, until=OVER))
    below = Body.establish(act(), slug="media", name="Media", kind=Kind.SUB_GROUP)
    below.seat(act(), held("by preference", CHAIR, origin=Origin.PREFERENCE))
    below.fill_post(act(), held("convenor", CHAIR, post="convenor"))
    below.seat(act(), held("for the unions", OTHER, category="union"))
    known = Known(above, makes_up=True)
    convenor = below.holders_of("convenor")[0]
    assert electorate(below, OVER - days(1), known) == {CHAIR, OTHER}
    assert runs(convenor, below, OVER - days(1), known)
    assert electorate(below, OVER, known) == {OTHER}
    assert not runs(convenor, below, OVER, known)
    assert electorate(below, OVER, Known(above)) == {CHAIR, OTHER}
