"""Papers of a section that are counted again: they come to the same, or what does not is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

import pytest

from domain.elections.voting import Voting
from domain.kernel.refusal import NotAllowed, NotFound, OutOfOrder, TooLate
from domain.rules.values import Choice
from services.application.voting import OrderRecount, RecordRecount
from services.voting.memory import MemoryBoxes
from tests.application.organisation import STAFF
from tests.application.test_counts import OFFICER, POWER
from tests.application.voted import MEN_FIRST, Voted

BLOCK: Final[dict[str, Any]] = {"election__ncg__method": Choice(choice="block")}


def ordering(it: Voted, section: str = "north") -> OrderRecount:
    return OrderRecount(election=it.id, section=section, reasons="It was close.")


def counted(**other: Any) -> Voted:
    it = Voted(**(BLOCK | other))
    it.announce()
    it.cast(*MEN_FIRST)
    it.close()
    return it


def recounts(it: Voted) -> list[tuple[str, ...]]:
    acts = it.org.store.acts(stream=it.voting.id, topics=(Voting.Recounted.TOPIC,), limit=9)
    found: list[Any] = [one.event for one in acts]
    return [one.amiss for one in found]


@pytest.mark.parametrize("grade", ["sealed", "blind"])
def test_papers_that_were_not_touched_come_to_the_same(grade: str) -> None:
    it = counted(ballots__secrecy=Choice(choice=grade))
    it.org.ask(ordering(it), OFFICER)
    it.org.refused(OutOfOrder, ordering(it), OFFICER, POWER)
    it.org.hands.settle()
    assert recounts(it) == [()]
    it.declare()
    it.org.ask(ordering(it), OFFICER)
    it.org.hands.settle()
    assert recounts(it) == [(), ()], "also after the declaration, until it stands"


def test_a_paper_that_was_changed_since_is_found() -> None:
    it = counted(ballots__secrecy=Choice(choice="sealed"))
    boxes = it.org.hands.boxes
    assert isinstance(boxes, MemoryBoxes)
    box = boxes._boxes[it.ballot.id]
    name, paper = next(one for one in box if one[1] != box[0][1])
    box[0] = (box[0][0], paper)
    assert name != box[0][0]
    it.org.ask(ordering(it), OFFICER)
    it.org.hands.settle()
    ((root, *others),) = recounts(it)
    assert "not those to which the root of the close commits" in root
    assert others == ["Question 1 is tied, and no value of a lot says how the tie was broken."], (
        "with one paper less for Bea"
    )


def test_it_is_ordered_by_the_returning_officer_once_it_is_counted_and_until_it_stands() -> None:
    it = Voted(**BLOCK)
    it.org.refused(NotFound, ordering(it), OFFICER)
    it.announce()
    it.org.refused(OutOfOrder, ordering(it), OFFICER, POWER)
    it.cast(*MEN_FIRST)
    it.close()
    it.org.refused(NotAllowed, ordering(it), STAFF, POWER)
    it.org.refused(NotFound, ordering(it, "moon"), OFFICER)
    told = RecordRecount(election=it.id, ballot=it.ballot.id, amiss=())
    it.org.refused(NotAllowed, told, OFFICER)
    it.declare()
    it.org.hands.at(it.org.store.now() + timedelta(days=7))
    it.org.refused(TooLate, ordering(it), OFFICER, "election.ncg.objection_days")
