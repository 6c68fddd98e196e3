"""Writing papers as BLT or PrefLib, and the stages of a result as a table."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import StringIO

from domain.counting.contest import Contest
from domain.counting.papers import END, GAP, UNKNOWN, Cast
from domain.counting.result import CountResult
from domain.kernel.refusal import BadInput

# A cell that begins so would be a formula for a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_blt(contest: Contest, cast: Cast, tie_order: Sequence[str] = ()) -> str:
    """The papers as BLT; raises `BadInput` if one names somebody unknown, which BLT can't say.

    `tie_order`: names in the order in which lots were drawn, if they were.
    """
    lines = [f"{len(contest.candidates)} {contest.seats}"]
    lines += [f"-{index + 1}" for index in sorted(contest.withdrawn)]
    if tie_order:
        lines.append(f"[tie {' '.join(str(contest.index(name) + 1) for name in tie_order)}]")
    for number, ranks in _papers(cast):
        words = ["-" if rank == [GAP] else "=".join(map(str, rank)) for rank in ranks]
        lines.append(" ".join([str(number), *words, "0"]))
    lines.append("0")
    lines += [_quoted(name) for name in (*contest.names, contest.title)]
    return "\n".join(lines) + "\n"


def write_preflib(contest: Contest, cast: Cast, name: str = "") -> str:
    """The papers as PrefLib; raises `BadInput` for a rank left out, which PrefLib can't say."""
    papers = list(_papers(cast))
    lines = [f"# FILE NAME: {name}", f"# TITLE: {contest.title}"]
    lines += [f"# DATA TYPE: {_data_type(contest, papers)}"]
    lines += [f"# NUMBER ALTERNATIVES: {len(contest.candidates)}"]
    lines += [f"# NUMBER VOTERS: {cast.total}", f"# NUMBER UNIQUE ORDERS: {len(papers)}"]
    lines += [f"# ALTERNATIVE NAME {at}: {name}" for at, name in enumerate(contest.names, start=1)]
    for number, ranks in papers:
        if [GAP] in ranks:
            raise BadInput("A PrefLib file can't say that a rank was left out. Write BLT.")
        lines.append(f"{number}: {','.join(map(_preflib_rank, ranks))}")
    return "\n".join(lines) + "\n"


def preflib_ending(contest: Contest, cast: Cast) -> str:
    """What such a PrefLib file is called at its end: `soc`, `soi`, `toc` or `toi`."""
    return _data_type(contest, list(_papers(cast)))


def _data_type(contest: Contest, papers: list[tuple[int, list[list[int]]]]) -> str:
    """Who shares the last rank of a complete order is read as not ranked: so it is incomplete."""
    tied = any(len(rank) > 1 for _, ranks in papers for rank in ranks)
    complete = all(
        sum(map(len, ranks)) == len(contest.candidates) and len(ranks[-1]) == 1
        for _, ranks in papers
    )
    return ("to" if tied else "so") + ("c" if complete else "i")


def _preflib_rank(rank: list[int]) -> str:
    return str(rank[0]) if len(rank) == 1 else "{" + ",".join(map(str, rank)) + "}"


def _papers(cast: Cast) -> Iterator[tuple[int, list[list[int]]]]:
    for place, number in enumerate(cast.number.tolist()):
        ranks: list[list[int]] = []
        for at, mark in enumerate(cast.marks[place].tolist()):
            if mark == END:
                break
            if mark == UNKNOWN:
                raise BadInput("A paper names somebody who is no candidate: no format can say so.")
            if cast.joined is not None and cast.joined[place, at]:
                ranks[-1].append(mark)
            else:
                ranks.append([mark])
        yield number, ranks


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def write_stages(result: CountResult) -> str:
    """The stages as CSV: a row for each candidate, a column for each stage."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    stages = result.stages
    writer.writerow(["Stage", *range(1, len(stages) + 1)])
    writer.writerow(["What was done", *(stage.deed.value for stage in stages)])
    writer.writerow(["Whose votes", *(_cell(", ".join(stage.of)) for stage in stages)])
    writer.writerow(["Quota", *(stage.quota for stage in stages)])
    for name in stages[0].totals if stages else ():
        writer.writerow([_cell(name), *(stage.totals[name] for stage in stages)])
    writer.writerow(["Non-transferable", *(stage.non_transferable for stage in stages)])
    writer.writerow(["Lost by rounding", *(stage.rounding_loss for stage in stages)])
    writer.writerow(["Elected", *(_cell(", ".join(stage.elected)) for stage in stages)])
    writer.writerow(["Excluded", *(_cell(", ".join(stage.excluded)) for stage in stages)])
    return out.getvalue()


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
