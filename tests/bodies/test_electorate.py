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
    """One body, and nobody who is suspended."""

    def __init__(self, body: Body) -> None:
        self.body = body

    def body_by_id(self, body: UUID) -> Body | None:
        return self.body if body == self.body.id else None

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
