"""The published list of papers: in the order of their hashes, under one root, findable by each.

The order is that of the hashes and nothing else, so it says neither when nor by whom.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.ballots.blind.announcement import Hash
from domain.ballots.blind.paper import MOST_REPLACED, Paper
from domain.kernel.value import Value
from domain.sortition.tree import Tree, root_from


class PaperReceipt(Value):
    """What a voter keeps of a paper that was taken: where to look for it in the list.

    It proves nothing of what was voted, and names no person.
    """

    ballot: UUID
    announced: Hash
    key: Hash
    counter: Annotated[int, Field(ge=0, le=MOST_REPLACED)]
    paper: Hash


class Listed(Value):
    """Where a paper stands in the list, and the hashes that lead from it to the root."""

    position: int
    size: int
    path: tuple[Hash, ...]


def in_order(papers: Iterable[Paper]) -> tuple[Paper, ...]:
    """Papers as they are published."""
    return tuple(sorted(papers, key=lambda paper: paper.hash))


def root_of(papers: Sequence[Paper]) -> str:
    """The root over papers in their order."""
    return Tree([paper.hash for paper in papers]).root.hex()


def receipt_for(ballot: UUID, announced: bytes, paper: Paper) -> PaperReceipt:
    """The receipt of a paper."""
    return PaperReceipt(
        ballot=ballot,
        announced=announced.hex(),
        key=paper.credential.key.hex(),
        counter=paper.counter,
        paper=paper.hash.hex(),
    )


def where(receipt: PaperReceipt, papers: Sequence[Paper]) -> Listed | None:
    """Where the paper of a receipt is listed; None if it is not."""
    hashes = [paper.hash for paper in papers]
    wanted = bytes.fromhex(receipt.paper)
    if wanted not in hashes:
        return None
    at = hashes.index(wanted)
    path = tuple(one.hex() for one in Tree(hashes).path(at))
    return Listed(position=at, size=len(hashes), path=path)


def leads_to(receipt: PaperReceipt, listed: Listed, root: str) -> bool:
    """Whether the proof leads from the paper to the root."""
    path = [bytes.fromhex(one) for one in listed.path]
    found = root_from(bytes.fromhex(receipt.paper), listed.position, listed.size, path)
    return found is not None and found.hex() == root
