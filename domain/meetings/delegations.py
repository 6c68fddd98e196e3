"""Delegations to a meeting of delegates: entitlement, places, alternates, job shares, proxies.

A place is one vote by one person at a time, whoever may hold it: the delegate, the other half of a
job share, an alternate, or the holder of a proxy.
"""

from __future__ import annotations

from enum import StrEnum

from domain.cycle.assembly import MOST_VOTES
from domain.kernel.ids import PersonId, RuleId
from domain.kernel.refusal import BadInput, NotFound, RuleBroken
from domain.kernel.value import Value

PER_PLACE = RuleId("delegates.members_per_place")
PER_CARD = RuleId("delegates.members_per_card")
SPLIT = RuleId("delegates.cards_split")
COUNTED_AT = RuleId("delegates.counted_days_before")


class Part(StrEnum):
    """As what somebody belongs to a delegation."""

    DELEGATE = "delegate"
    JOB_SHARE = "job share"
    ALTERNATE = "alternate"


class Delegation(Value):
    """Whom a group sends: its members when they were counted, its places, and its cards."""

    slug: str
    name: str
    members: int
    places: int
    cards: int

    def worth_of(self, place: int) -> int:
        """The cards of one place: as even as whole cards allow, the first places having more."""
        each, over = divmod(self.cards, self.places)
        return each + (place <= over)


class Delegate(Value):
    """Somebody who was accredited; a job share or an alternate names the place that it is for."""

    person: PersonId
    name: str
    delegation: str
    place: int
    part: Part = Part.DELEGATE


class Proxy(Value):
    """Who votes for whom."""

    principal: PersonId
    holder: PersonId


class Floor(Value):
    """Everybody who was accredited, and who speaks for each place now."""

    delegations: tuple[Delegation, ...] = ()
    delegates: tuple[Delegate, ...] = ()
    speaking: tuple[PersonId, ...] = ()
    proxies: tuple[Proxy, ...] = ()

    def delegation(self, slug: str) -> Delegation:
        """The delegation of that short name; raises `NotFound`."""
        found = next((one for one in self.delegations if one.slug == slug), None)
        if found is None:
            raise NotFound(f"No delegation of '{slug}' has been accredited.")
        return found

    def delegate(self, person: PersonId) -> Delegate:
        """Somebody who was accredited; raises `NotFound`."""
        found = next((one for one in self.delegates if one.person == person), None)
        if found is None:
            raise NotFound("That person has not been accredited as a delegate.")
        return found

    def speaker(self, delegation: str, place: int) -> Delegate | None:
        """Who speaks for a place now."""
        found = (self.delegate(person) for person in self.speaking)
        return next((o for o in found if (o.delegation, o.place) == (delegation, place)), None)

    def speakers(self, delegation: str) -> frozenset[PersonId]:
        """Everybody who speaks for a place of a delegation now."""
        found = (self.delegate(person) for person in self.speaking)
        return frozenset(one.person for one in found if one.delegation == delegation)

    def taken(self, person: PersonId) -> Floor:
        """With somebody speaking for their place, whoever spoke for it before."""
        one = self.delegate(person)
        others = tuple(
            speaker
            for speaker in self.speaking
            if (self.delegate(speaker).delegation, self.delegate(speaker).place)
            != (one.delegation, one.place)
        )
        kept = tuple(proxy for proxy in self.proxies if proxy.principal != person)
        return self.model_copy(update={"speaking": (*others, person), "proxies": kept})

    def without(self, person: PersonId) -> Floor:
        """With somebody a delegate no longer: their place is free, and so is every proxy of it."""
        return self.model_copy(
            update={
                "delegates": tuple(one for one in self.delegates if one.person != person),
                "speaking": tuple(one for one in self.speaking if one != person),
                "proxies": tuple(
                    one for one in self.proxies if person not in (one.principal, one.holder)
                ),
            }
        )

    def holder_of(self, person: PersonId) -> PersonId | None:
        """Who holds somebody's proxy."""
        return next((one.holder for one in self.proxies if one.principal == person), None)

    def may_answer(self, person: PersonId, voter: PersonId) -> bool:
        """Whether `voter` answers for the place that `person` speaks for."""
        if person not in self.speaking:
            return False
        holder = self.holder_of(person)
        return voter == (person if holder is None else holder)


def entitled(members: int, per_place: int, per_card: int) -> tuple[int, int]:
    """Places and cards of a group of so many: one for each so many members, or part of them."""
    if members < 1 or per_place < 1 or per_card < 1:
        raise BadInput("A group without members sends nobody.", rule=PER_PLACE)
    return -(-members // per_place), -(-members // per_card)


def must_be_countable(floor: Floor, delegation: Delegation) -> None:
    """Refuse more cards at one meeting than one vote can be of; raises `BadInput`."""
    cards = delegation.cards + sum(one.cards for one in floor.delegations)
    if cards > MOST_VOTES:
        raise BadInput(
            f"With {delegation.name} there would be {cards} cards, and {MOST_VOTES} is the most "
            f"that one meeting can count. Look again at the {delegation.members} members.",
            rule=PER_CARD,
        )


def must_have_room(floor: Floor, delegate: Delegate) -> None:
    """Refuse a delegate beyond what the delegation is entitled to; raises `RuleBroken`."""
    delegation = floor.delegation(delegate.delegation)
    if not 1 <= delegate.place <= delegation.places:
        raise RuleBroken(
            f"{delegation.name} has {delegation.places} places, so none with the number "
            f"{delegate.place}.",
            rule=PER_PLACE,
        )
    same = [
        one
        for one in floor.delegates
        if (one.delegation, one.place, one.part)
        == (delegate.delegation, delegate.place, delegate.part)
    ]
    if same:
        raise RuleBroken(
            f"Place {delegate.place} of {delegation.name} has its {delegate.part} already: "
            f"{same[0].name}.",
            rule=PER_PLACE,
        )
