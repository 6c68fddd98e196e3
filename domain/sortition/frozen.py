"""What is published before the public value is known: everything that the draw depends on.

It is in five parts: the terms, the pool by its root and kinds, the portfolio, the chances, and the
proof that these are fair.  Each part has a hash, and the commitment is the hash of those; so
whoever kept the commitment, which is one line, will notice a changed byte, and in which part.

The hash of a part is SHA-256 of it as JSON with sorted keys and without spaces; the commitment is
that of a text with a heading and, for each part in the order above, its name, a space and its hash,
each line ending in a line feed.
"""

from __future__ import annotations

import json
from fractions import Fraction
from hashlib import sha256
from typing import Annotated, Literal

from pydantic import Field

from domain.kernel.refusal import RuleBroken
from domain.kernel.value import Value
from domain.sortition.fairness import EVEN, Draft, Fairness, gap
from domain.sortition.pool import Hex, KindCount, Pool
from domain.sortition.portfolio import Portfolio, must_be_possible, plain
from domain.sortition.terms import Terms

HEADING = "convenor draw v1"
PARTS = ("terms", "pool", "portfolio", "chances", "fairness")
Share = Annotated[str, Field(pattern=r"^\d+(/[1-9]\d*)?$")]


class PoolSaid(Value):
    """What is said of the pool: how many, the root, and the kinds in order of their positions."""

    members: Annotated[int, Field(ge=1)]
    root: Hex
    kinds: tuple[KindCount, ...]


class FairnessSaid(Value):
    """The proof, and how far any chance may be from the fairest by it."""

    within: Share
    proof: Fairness


class Hashes(Value):
    """The hash of each part."""

    terms: Hex
    pool: Hex
    portfolio: Hex
    chances: Hex
    fairness: Hex


class Frozen(Value):
    """A draw before its seed is known.  `chances`: of a member of each kind."""

    format: Literal["convenor draw v1"] = "convenor draw v1"
    terms: Terms
    pool: PoolSaid
    portfolio: Portfolio
    chances: tuple[Share, ...]
    fairness: FairnessSaid
    hashes: Hashes
    commitment: Hex

    @property
    def within(self) -> Fraction:
        """How far any chance may be from the fairest; 1 where that is not proved."""
        return Fraction(self.fairness.within)


def frozen(terms: Terms, pool: Pool, portfolio: Portfolio, proof: Fairness) -> Frozen:
    """The draw as it is published; raises `RuleBroken` if some panel can't be."""
    must_be_possible(portfolio, terms, pool.kinds)
    within = gap(Draft(terms, pool.kinds, portfolio), proof)
    parts = {
        "terms": terms,
        "pool": PoolSaid(members=len(pool.entries), root=pool.root, kinds=pool.kinds),
        "portfolio": portfolio,
        "fairness": FairnessSaid(within=str(within), proof=proof),
    }
    chances = tuple(map(str, portfolio.chances(pool.kinds)))
    texts = {name: part.model_dump_json() for name, part in parts.items()}
    texts["chances"] = json.dumps(chances)
    hashes = Hashes(**{name: _hash(texts[name]) for name in PARTS})
    return Frozen.model_validate(
        {**parts, "chances": chances, "hashes": hashes, "commitment": commitment(hashes)}
    )


def frozen_plainly(terms: Terms, pool: Pool) -> Frozen:
    """A draw without quotas; raises `RuleBroken` if there are fewer people than seats."""
    if len(pool.entries) < terms.seats:
        raise RuleBroken(
            f"{terms.seats} are to be drawn, and {len(pool.entries)} are in the pool. "
            "Draw fewer, or wait for more."
        )
    return frozen(terms, pool, plain(terms.seats), EVEN)


def commitment(hashes: Hashes) -> str:
    """The hash of the hashes, in hexadecimal."""
    lines = [f"{name} {getattr(hashes, name)}\n" for name in PARTS]
    return sha256("".join((f"{HEADING}\n", *lines)).encode()).hexdigest()


def _hash(text: str) -> str:
    plain_text = json.dumps(
        json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return sha256(plain_text.encode()).hexdigest()
