"""Answers the tables of a count: votes by stage, margins, other rules, ties."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from domain.counting.explaining import Elsewhere, margins
from domain.counting.result import CountResult
from services.counting.comparing import MOST_PAPERS, Comparison
from services.counting.in_words import passes_on, shown
from services.reading.counts import Count
from services.web.look.parts import CellValue, Empty, Table, Tag, Tone
from services.web.look.words import listed, number
from services.web.tables import figures, table, words
from services.web.visit import Visit

ONLY_COMPARED = (
    "These are for comparison; only the rule that was in force decides. Under another rule people "
    "might also have voted otherwise."
)


SAME = Tag("the same people", Tone.DONE)


def stages(visit: Visit, result: CountResult) -> Table:
    """The votes at the end of each stage, and what became of those that nobody has."""
    names = list(result.stages[0].totals) if result.stages else []
    rows = [[name, *(stage.totals[name] for stage in result.stages)] for name in names]
    rows += [[name, *amounts] for name, amounts in _others(result) if any(map(Fraction, amounts))]
    numbers = [figures(f"Stage {n}") for n in range(1, len(result.stages) + 1)]
    empty = Empty("there was nothing to count", "papers fill it")
    caption = "Votes at the end of each stage" if len(numbers) > 1 else "The votes"
    return table(visit, "stages", Table(caption, (words("Candidate"), *numbers), rows, empty))


def _others(result: CountResult) -> Iterator[tuple[str, list[str]]]:
    stuck = "Not transferable" if passes_on(result) else "Not used"
    yield stuck, [stage.non_transferable for stage in result.stages]
    yield "Lost by rounding", [stage.rounding_loss for stage in result.stages]
    yield "Quota", [stage.quota for stage in result.stages]


def close(visit: Visit, result: CountResult) -> Table:
    """How close it was at each point that mattered."""
    rows = [(m.stage, m.ahead, m.behind, shown(m.votes)) for m in margins(result)]
    columns = (
        figures("Stage", "stage"),
        words("Ahead"),
        words("Behind"),
        figures("Votes between them"),
    )
    empty = Empty("nobody was excluded", "each exclusion has a margin")
    return table(visit, "margins", Table("How close it was", columns, rows, empty))


def others(visit: Visit, compared: Comparison) -> Table:
    """The same papers under the other rules."""
    rows = [
        (other.title, verdict(other), listed(list(other.elected)) or None)
        for other in compared.others
    ]
    columns = (words("Rule", "rule"), words("Beside this result"), words("Elects"))
    empty = Empty("no other rule was tried on these papers", why_not(compared))
    caption = "The same papers under other rules"
    note = " ".join(filter(None, (ONLY_COMPARED, left_out(compared))))
    return table(visit, "others", Table(caption, columns, rows, empty, note=note))


def verdict(other: Elsewhere) -> Tag:
    """How an outcome differs, in a few words."""
    if other.undecided:
        return Tag("a tie would have to be decided", Tone.PLAIN)
    if other.same:
        return SAME
    instead, of = listed(list(other.instead)), listed(list(other.of))
    return Tag(f"{instead or 'nobody'} instead of {of or 'nobody'}", Tone.WARNING)


def left_out(compared: Comparison) -> str:
    """Which rules are not in the table, and why."""
    said = []
    if compared.unfit:
        said.append(f"Not here, as they can't count such papers: {listed(compared.unfit)}.")
    if compared.waiting and compared.others:
        said.append(f"Not here: {listed(compared.waiting)}; {why_not(compared)}.")
    return " ".join(said)


def why_not(compared: Comparison) -> str:
    """Why something was not worked out."""
    if compared.too_many:
        return (
            f"with more than {number(MOST_PAPERS)} papers they are not worked out here; the "
            "command “convenor compare” does it with the file of the papers"
        )
    if compared.waiting:
        return "they are not worked out yet: open this page again in a moment"
    return "there is no other rule for such papers"


def ties(visit: Visit, found: Count, result: CountResult | None) -> Table:
    """Every tie: those that the rules decided, and decisions with who took them."""
    rows: list[Sequence[CellValue]] = [
        (tie.stage, listed(list(tie.between)), tie.question.value, tie.chosen, tie.how)
        for tie in (result.ties if result else ())
    ]
    rows += [
        (
            None,
            listed(list(one.between)),
            one.question,
            one.chosen,
            f"{one.name}, {one.authority}: {one.reason}",
        )
        for one in found.decisions
    ]
    columns = (
        figures("Stage"),
        words("Tied"),
        words("What had to be decided"),
        words("Chosen"),
        words("How"),
    )
    empty = Empty("there was no tie", "each tie is entered with how it was broken")
    return table(visit, "ties", Table("Ties", columns, rows, empty))
