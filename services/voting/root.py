"""What a paper is called in the box, and commitments to a roll and to a box.

A commitment keeps either from being altered after it was published.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from uuid import UUID


def paper_id(paper: str) -> bytes:
    """SHA-256 over fresh noise and the paper: neither the voter nor the hour has a part in it."""
    return hashlib.sha256(secrets.token_bytes(32) + paper.encode()).digest()


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
