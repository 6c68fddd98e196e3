"""Two proposals that were carried together and change the same rule: the collision shows."""

from __future__ import annotations

from datetime import timedelta

from domain.kernel.act import Standing
from domain.rules.values import Choice
from services.store.memory import MemoryStore
from services.voting.memory import MemoryBoxes
from tests.application.organisation import START, Organisation
from tests.support.hands import Hands
from tests.support.rulebook import rules

METHOD = "election.ncg.method"


def test_the_second_holds_and_is_marked_until_a_ruling_is_made() -> None:
    store = MemoryStore()
    org = Organisation(Hands(store, MemoryBoxes(store)), rules())
    org.open_cycle()
    org.hands.at(START + timedelta(days=10))
    org.hand_in(title="By STV", changes={METHOD: Choice(choice="scottish-stv")})
    org.hand_in(title="By approval", changes={METHOD: Choice(choice="approval")})
    org.vote_in_the_ballot("YY", "NN", in_favour=8, against=2)
    first, second = (act.event.act for act in store.acts(topics=("rulebook.revised.v1",), limit=9))
    assert first.standing is Standing.JUDGED
    assert second.standing is Standing.IRREGULAR
    assert "'By STV', carried in the same ballot" in (second.note or "")
