"""Whether a paper is filled in as its questions ask: a sentence for each way to get it wrong.

It looks at one voter's marks before they are shut away; what counts of a paper that is in the box
is decided by the count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.ballots.blind.announcement import Asked
from domain.ballots.blind.answers import Marks, written
from domain.ballots.choosing import Choosing, Way
from domain.kernel.refusal import BadInput

FILLED_IN: Mapping[Way, str] = {
    Way.ONE: "takes one mark",
    Way.SOME: "takes at most {} marks",
    Way.RANKED: "takes at most {} ranks",
}


def filled_in(marks: Marks, asked: Sequence[Asked], choosing: Sequence[Choosing]) -> str:
    """The text of a paper with these marks; raises `BadInput` for what no voter can mean."""
    text = written(marks, asked).decode()
    chooses = {one.place: one for one in choosing}
    for place, chosen in enumerate(marks, start=1):
        must_not_mark_too_many(place, chosen, chooses.get(place))
    return text


def must_not_mark_too_many(place: int, chosen: Sequence[int], question: Choosing | None) -> None:
    """Raises `BadInput` for more marks than a question takes; None is one of yes or no."""
    if question is None:
        if len(chosen) > 1:
            raise BadInput(f"Question {place} is answered yes or no, and not both.")
    elif len(chosen) > question.most:
        takes = FILLED_IN[question.way].format(question.most)
        raise BadInput(f"Question {place} {takes}; {len(chosen)} were made. Take some away.")


def ranked(place: int, numbers: Mapping[int, str]) -> tuple[int, ...]:
    """The options, best first, by the number that was written beside each; none is no rank.

    Raises `BadInput` for what is no number, for one that stands twice, and for one left out.
    """
    at: dict[int, int] = {}
    for option, said in numbers.items():
        if not said.strip():
            continue
        rank = _number(place, said.strip())
        if rank in at:
            raise BadInput(
                f"Question {place} has the number {rank} twice. Give each option a number of its "
                "own."
            )
        at[rank] = option
    for rank in range(1, len(at) + 1):
        if rank not in at:
            raise BadInput(
                f"Question {place} has no number {rank}, and higher ones. Number your choices 1, "
                "2, 3 and so on."
            )
    return tuple(at[rank] for rank in sorted(at))


def _number(place: int, said: str) -> int:
    if not (said.isascii() and said.isdecimal()) or len(said) > 6 or int(said) == 0:
        raise BadInput(
            f"Question {place} says “{said[:20]}” where a number is expected. Write 1 beside your "
            "first choice, 2 beside your second, and so on."
        )
    return int(said)
