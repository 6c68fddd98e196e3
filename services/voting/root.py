"""Commitments to a roll and to a box, so that neither can be altered after it was published."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from uuid import UUID


def commitment(people: Iterable[UUID]) -> str:
    """SHA-256 over the ids of the roll, sorted: hexadecimal."""
    digest = hashlib.sha256(b"convenor roll v1\x00")
    for person in sorted(people):
        digest.update(person.bytes)
    return digest.hexdigest()


def root(papers: Iterable[tuple[bytes, str]]) -> str:
    """SHA-256 over each paper's id and content, in the order of the ids: hexadecimal."""
    digest = hashlib.sha256(b"convenor box v1\x00")
    for paper_id, paper in papers:
        digest.update(paper_id)
        digest.update(hashlib.sha256(paper.encode()).digest())
    return digest.hexdigest()
