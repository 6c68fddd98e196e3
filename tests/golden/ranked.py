"""One act of every kind in policy primaries, for the samples."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

from domain.elections.lot import LotSource
from domain.kernel.act import Act, Authority
from domain.kernel.aggregate import Aggregate
from domain.kernel.ids import CONVENOR, CommandId, PersonId, derived
from domain.primary.motion import PrimaryMotion
from domain.primary.primary import Outcome, Primary
from domain.primary.terms import primary_terms
from tests.domain.acts import governing

DAY = datetime(2021, 1, 19, 16, tzinfo=UTC)
ADA, BEA, CY = (PersonId(derived(CONVENOR, "sample", name)) for name in "abc")


def primaries() -> Iterator[Aggregate]:
    """A primary with a composite, an appeal and a vote, and one in which nothing is left."""
    rules = governing()
    it = Primary.launch(_id("primary"), _act(), "Primary of 2021", primary_terms(rules, DAY))
    motions = [_put(it, title, person) for title, person in (("Homes", ADA), ("Rents", BEA))]
    motions += [_put(it, title, CY) for title in ("Buses", "Water", "Trams")]
    for one in motions:
        for number in range(2):
            one.back(_act(1), _id("backer", number))
    motions[4].take_backing_back(_act(2), _id("backer", 0))
    motions[4].withdraw(_act(2, CY))
    it.close_stage(_at(it), motions)
    it.close_stage(_at(it), motions)
    motions[0].check(_act(36, CY), passed=True, reasons="")
    motions[2].check(_act(36), passed=False, reasons="It is not ours to ask for.")
    parents = (motions[0].id, motions[1].id)
    words = ("Housing", "We want all of it.")
    motion = _id("composite")
    composite = PrimaryMotion.put(motion, _act(37), it.id, words, "Ada, Bea", None, 1, parents)
    it.close_stage(_at(it), [*motions, composite])
    composite.answer(_act(50, ADA), parents[0], agreed=True)
    composite.answer(_act(50, BEA), parents[1], agreed=True)
    composite.speak(_act(51, ADA), "Everybody needs a home.")
    motions[2].appeal(_act(51, CY), "It is.")
    it.close_stage(_at(it), [*motions, composite])
    motions[2].miss_ruling(_act(63), rules, it.terms.rule_until)
    motions[2].rule_on(
        _act(64), rules, it.terms.rule_until, upheld=True, reasons="It is ours to ask for."
    )
    it.announce_lot(_act(64), LotSource(source="the lottery", known_from=_on(120)))
    it.settle_paper(_act(65), [*motions, composite])
    it.call_vote(_act(65), rules)
    yield from (it, composite, *motions)
    yield _without_a_vote()


def _without_a_vote() -> Primary:
    rules = governing()
    it = Primary.launch(_id("quiet"), _act(), "Primary of 2022", primary_terms(rules, DAY))
    homes = _put(it, "Homes again", ADA)
    for number in range(2):
        homes.back(_act(1), _id("backer", number))
    for _ in range(4):
        it.close_stage(_at(it), (homes,))
    it.settle_paper(_act(70), (homes,))
    it.add(_act(71), _id("policy"), "Peace", "We want peace.")
    it.tell_outcome(_act(200), homes.id, Outcome.CARRIED, "Nobody was against it.")
    return it


def _put(it: Primary, title: str, person: PersonId) -> PrimaryMotion:
    words = (title, f"We want {title.lower()}.")
    return PrimaryMotion.put(_id(title), _act(0, person), it.id, words, "A member", None, 1)


def _at(it: Primary) -> Act:
    """The act at the end of the present stage."""
    assert it.ends_at is not None
    return _act((it.ends_at - DAY).days + 1)


def _id(*names: object) -> UUID:
    return derived(CONVENOR, "sample primary", *names)


def _on(days: int) -> datetime:
    return DAY + timedelta(days=days)


def _act(days: int = 0, by: PersonId = ADA) -> Act:
    return Act(
        occurred_at=_on(days),
        actor=by,
        recorded_by=by,
        authority=Authority(kind="membership", name="a member of the sample"),
        command_id=CommandId(derived(CONVENOR, "sample primaries", days, by)),
        rulebook_version=1,
    )
