"""What a voter wrote, as the text that is encrypted, and read back from it.

For each question the numbers of those chosen, from 1 in the order of the announcement, best first:
`2,1;;3` marks two in the first question, none in the second, and one in the third.  Every text of a
ballot is filled up with spaces to the same length, so that a shut paper does not tell by its size
how many were marked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from domain.ballots.blind.announcement import Asked
from domain.kernel.refusal import BadInput

Marks = tuple[tuple[int, ...], ...]
_TEXT = re.compile(r"(?:[1-9]\d{0,5}(?:,[1-9]\d{0,5})*)?(?:;(?:[1-9]\d{0,5}(?:,[1-9]\d{0,5})*)?)*")


def room(questions: Sequence[Asked]) -> int:
    """The length of every text in bytes: that of one which marks everybody."""
    return _room(tuple(len(asked.settled.contest.candidates) for asked in questions))


@cache
def _room(sizes: tuple[int, ...]) -> int:
    return len(_text(tuple(tuple(range(1, size + 1)) for size in sizes)))


def written(marks: Marks, questions: Sequence[Asked]) -> bytes:
    """The text, filled up.  Raises `BadInput` for what no paper of this ballot can say."""
    if len(marks) != len(questions):
        raise BadInput(
            f"This ballot has {len(questions)} questions, and {len(marks)} were answered. Leave "
            "one empty to say nothing on it."
        )
    for number, (chosen, asked) in enumerate(zip(marks, questions, strict=True), start=1):
        _must_be_on_the_paper(chosen, asked, number)
    return _text(marks).ljust(room(questions)).encode()


def _must_be_on_the_paper(chosen: Sequence[int], asked: Asked, number: int) -> None:
    many = len(asked.settled.contest.candidates)
    for one in chosen:
        if not 1 <= one <= many:
            raise BadInput(f"Question {number} has the choices 1 to {many}, and no {one}.")
    if len(set(chosen)) < len(chosen):
        raise BadInput(f"Question {number} marks the same choice twice. Mark each once.")


def read(text: bytes, questions: Sequence[Asked]) -> Marks | None:
    """What the text says, or None if it is not written as a paper of this ballot is."""
    if len(text) != room(questions) or not text.isascii():
        return None
    plain = text.decode().rstrip(" ")
    parts = plain.split(";")
    if not _TEXT.fullmatch(plain) or len(parts) != len(questions):
        return None
    marks = tuple(tuple(map(int, part.split(","))) if part else () for part in parts)
    try:
        return marks if written(marks, questions) == text else None
    except BadInput:
        return None


def _text(marks: Marks) -> str:
    return ";".join(",".join(map(str, chosen)) for chosen in marks)
