"""One act of every kind in endorsements, for the samples."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from domain.elections.lot import LotSource
from domain.endorsements.acts import Votes
from domain.endorsements.endorsement import Endorsement
from domain.endorsements.terms import endorsement_terms
from domain.kernel.act import Act, Authority
from domain.kernel.aggregate import Aggregate
from domain.kernel.ids import CONVENOR, CommandId, PersonId, derived
from domain.rules.values import Choice, RuleValue
from tests.domain.acts import governing

DAY = datetime(2021, 7, 26, 16, tzinfo=UTC)
ADA, BEA = (PersonId(derived(CONVENOR, "sample", name)) for name in "ab")
BEFORE = {
    "endorsement__leader_route": Choice(choice="body_recommendation"),
    "endorsement__leader_paper": Choice(choice="recommended_only"),
}


def endorsements() -> Iterator[Aggregate]:
    """One between two names, one on a recommendation, and one by the body with what follows."""
    between = _called("Leader")
    between.announce_lot(_act(4), LotSource(source="the lottery", known_from=_on(90)))
    between.close_asking(_act(14))
    between.call_vote(_act(14), governing())
    yield between
    recommended = _called("Deputy leader", **BEFORE)
    recommended.close_asking(_act(14))
    recommended.recommend(_act(15), 1, Votes(votes_for=13, votes_against=6, abstained=1))
    yield recommended
    yield _lasting()


def _lasting() -> Endorsement:
    it = _called("Treasurer")
    it.take_back(_act(3, BEA), 2)
    it.close_asking(_act(14))
    it.settle_by_body(_act(15), (1,), "Nobody else asked.")
    it.report(_act(100, ADA), 1, "Two meetings were held.")
    it.miss_review(_act(500), governing())
    it.review(_act(501), "Both were well attended.", governing())
    it.propose_withdrawal(_act(600), 1, "No meeting was held since.", governing())
    it.hear(_act(601, ADA), 1, "I was ill.")
    it.decide_withdrawal(_act(602), 1, "It has been too long.", withdrawn=True)
    return it


def _called(office: str, **rules: RuleValue) -> Endorsement:
    terms = endorsement_terms(office, governing(**rules), DAY)
    thing = derived(CONVENOR, "sample endorsement", office)
    it = Endorsement.call(thing, _act(), office, "the party's election", 1, terms)
    it.ask(_act(1, ADA), ADA, "Ada", "For us.", "I meet members.")
    it.ask(_act(2, BEA), BEA, "Bea", "For us.", "I answer.")
    return it


def _on(days: int) -> datetime:
    return DAY + timedelta(days=days)


def _act(days: int = 0, by: PersonId = ADA) -> Act:
    return Act(
        occurred_at=_on(days),
        actor=by,
        recorded_by=by,
        authority=Authority(kind="membership", name="a member of the sample"),
        command_id=CommandId(derived(CONVENOR, "sample endorsements", days, by)),
        rulebook_version=1,
    )
