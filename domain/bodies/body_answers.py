"""Who sits in a body and who holds its posts, read off its mandates.  It decides nothing."""

from __future__ import annotations

from datetime import datetime

from domain.bodies.mandate import Mandate, MandateId
from domain.kernel.ids import PersonId
from domain.kernel.refusal import NotFound


class BodyAnswers:
    """What can be asked of a body at any moment."""

    name: str
    mandates: tuple[Mandate, ...]
    over: frozenset[MandateId]

    @property
    def seats(self) -> tuple[Mandate, ...]:
        """Who sits in it."""
        return tuple(one for one in self.mandates if one.is_seat)

    @property
    def posts(self) -> tuple[Mandate, ...]:
        """Who holds its posts."""
        return tuple(one for one in self.mandates if not one.is_seat)

    def has_member(self, person: PersonId) -> bool:
        return self.seat_of(person) is not None

    def seat_of(self, person: PersonId) -> Mandate | None:
        """The person's seat, if they have one."""
        return next((one for one in self.seats if one.person == person), None)

    def holds(self, person: PersonId, post: str) -> bool:
        return post in self.posts_of(person)

    def posts_of(self, person: PersonId) -> tuple[str, ...]:
        """The posts that somebody holds."""
        return tuple(one.post for one in self.posts if one.post and one.person == person)

    def holders_of(self, post: str) -> tuple[Mandate, ...]:
        """Who holds a post, in the order of their places."""
        held = (one for one in self.posts if one.post == post)
        return tuple(sorted(held, key=lambda one: (one.place, one.share)))

    def held_by(self, person: PersonId, post: str | None) -> Mandate:
        """The person's seat, or that post of theirs; raises `NotFound`."""
        found = (one for one in self.mandates if (one.person, one.post) == (person, post))
        held = next(found, None)
        if held is None:
            what = "has no seat in" if post is None else f"is not {post} of"
            raise NotFound(f"That person {what} {self.name}.")
        return held

    def free_place(self, post: str, share_with: PersonId | None) -> tuple[int, int]:
        """The place and the share that the next holder of a post gets."""
        held = self.holders_of(post)
        if share_with is None:
            taken = {one.place for one in held}
            return next(place for place in range(1, len(taken) + 2) if place not in taken), 1
        place = self.held_by(share_with, post).place
        shares = {one.share for one in held if one.place == place}
        return place, next(share for share in range(1, len(shares) + 2) if share not in shares)

    def held_over(self, post: str, moment: datetime) -> tuple[Mandate, ...]:
        """Those who hold the first place of a post that waits for a successor by a moment."""
        held = self.holders_of(post)
        runs_on = {one.place for one in held if not one.is_held_over_at(moment)}
        place = min((one.place for one in held if one.place not in runs_on), default=None)
        return tuple(one for one in held if one.place == place)

    def terms_over(self, moment: datetime) -> tuple[Mandate, ...]:
        """The mandates whose term is over by a moment, earliest first, if that is not on record."""
        ended = [
            one
            for one in self.mandates
            if one.until is not None and one.until <= moment and one.id not in self.over
        ]
        return tuple(sorted(ended, key=lambda one: (one.until or moment, one.is_seat)))

    def next_term_end(self) -> datetime | None:
        """When the next term ends that is not over on record."""
        ends = (one.until for one in self.mandates if one.until and one.id not in self.over)
        return min(ends, default=None)

    def mandate(self, mandate: MandateId) -> Mandate:
        """The mandate of that id; raises `NotFound` for one that is not running."""
        found = next((one for one in self.mandates if one.id == mandate), None)
        if found is None:
            raise NotFound(f"Nobody has that mandate in {self.name} now.")
        return found
