"""A seed for lots that nobody could choose: from the published papers and a public value.

The set of papers is fixed by its hash, so the seed can't be tried out against other papers; the
public value comes from a source that was announced before it was known, such as a national lottery
draw, so the papers can't be tried out against it.  Who announces the source, and when, is an act
and not decided here.

The hash is of a text that anybody can write from the papers: a line for each way that papers read,
with the number of such papers, a tab, and the names from best to worst with `>` between them; names
at the same rank stand in order with `=` between them, a rank left out is `-`, an unknown name `?`.
Names are JSON strings.  The lines stand in order of their bytes after the tab, each ends in a line
feed, and before them stands the heading.  So neither the order of papers nor that of candidates
matters.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256

from domain.counting.contest import Contest
from domain.counting.papers import END, GAP, UNKNOWN, Cast, Papers
from domain.kernel.refusal import BadInput
from domain.kernel.value import Value

HEADING = "convenor papers v1"


class Drawn(Value):
    """A lot that was drawn: the public value that became known, and the seed it makes."""

    value: str
    seed: str


def drawn(papers_hash: str, public_value: str) -> Drawn:
    """The lot of papers with this hash or root; raises as `lot_seed` does."""
    value = public_value.strip()
    return Drawn(value=value, seed=lot_seed(papers_hash, value))


def papers_text(papers: Cast | Papers, contest: Contest) -> str:
    """The papers as the text that is hashed."""
    lines = sorted(_lines(papers, contest).items(), key=lambda line: line[0].encode())
    return "".join([f"{HEADING}\n", *(f"{number}\t{line}\n" for line, number in lines)])


def papers_hash(papers: Cast | Papers, contest: Contest) -> str:
    """SHA-256 of the papers' text, in hexadecimal."""
    return sha256(papers_text(papers, contest).encode()).hexdigest()


def lot_seed(papers_hash: str, public_value: str) -> str:
    """SHA-256 of the hash of the papers, a comma and the public value, in hexadecimal."""
    if not papers_hash or not public_value.strip():
        raise BadInput(
            "A seed for lots is made of the hash of the published papers and of a public value "
            "whose source was announced beforehand. Give both."
        )
    return sha256(f"{papers_hash},{public_value.strip()}".encode()).hexdigest()


def _lines(papers: Cast | Papers, contest: Contest) -> Counter[str]:
    marks = papers.marks if isinstance(papers, Cast) else papers.ranks
    words = {GAP: "-", UNKNOWN: "?"}
    words |= {i + 1: json.dumps(n, ensure_ascii=False) for i, n in enumerate(contest.names)}
    joined = papers.joined
    lines: Counter[str] = Counter()
    for kind, (row, number) in enumerate(zip(marks.tolist(), papers.number.tolist(), strict=True)):
        equal = joined[kind].tolist() if joined is not None else [False] * len(row)
        lines[">".join("=".join(sorted(rank)) for rank in _ranks(row, equal, words))] += number
    return lines


def _ranks(row: list[int], equal: list[bool], words: dict[int, str]) -> Iterator[list[str]]:
    """The names at each rank of one paper."""
    rank: list[str] = []
    for mark, same in zip(row, equal, strict=True):
        if mark == END:
            break
        if rank and not same:
            yield rank
            rank = []
        rank.append(words[mark])
    if rank:
        yield rank
