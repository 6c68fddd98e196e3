"""Forms on counts: papers handed in, ties decided, results declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from domain.counting.rules import catalogue
from domain.counting.sheet import Question as Asked
from domain.counting.terms import ByFirstNamed, BySeed, Terms, TieStep
from domain.elections.count import Matter, OpenTie
from services.application.counts import (
    BeginCount,
    DecideTie,
    DeclareResult,
    RecordLotValue,
)
from services.counting.in_words import shown
from services.counting.so_far import so_far
from services.reading import counts
from services.reading.counts import Count
from services.web.deeds import handed_in
from services.web.deeds.asks import Asks, many_words, words
from services.web.deeds.form import (
    Deed,
    Given,
    Question,
    Shape,
    one_of,
    text,
)
from services.web.deeds.on_registers import Register
from services.web.deeds.seen import Watch
from services.web.look.parts import Choice, Link
from services.web.look.words import listed
from services.web.visit import Visit

Fields = Mapping[str, object]
THE_COUNT: Final = Watch(
    "count",
    (
        "count.tie_left_open",
        "count.tie_decided",
        "count.lot_value_recorded",
        "count.counted",
        "count.refused",
    ),
)
MEANS: Final = {
    Asked.ELECTION: "is elected",
    Asked.SURPLUS: "has the surplus passed on first",
    Asked.EXCLUSION: "leaves the count, and these papers pass to their next preferences",
}
EXAMPLE: Final = "A BLT file: places, papers by their preferences, then the names."


def about_counts(visit: Visit, given: Given) -> Link:
    return Link("the counts", "/counts")


def about_count(visit: Visit, given: Given) -> Link:
    found = counts.count(visit.at, given.id("count")).count
    return Link(found.title, f"/counts/{found.count}")


def _rules(visit: Visit, given: Given) -> Question:
    choices = [Choice(one.id, one.title) for one in catalogue.manifests()]
    return one_of("rule", "The rule that they are counted by", given, choices)


def _papers(visit: Visit, given: Given) -> Question:
    return handed_in.papers(given, EXAMPLE)


def _title(visit: Visit, given: Given) -> Question:
    return text("title", "What is counted", given, "The title of the file, if left empty.")


def _seed(visit: Visit, given: Given) -> Question:
    hint = "Without one, the file's own order of lots decides; without that, ties wait for you."
    return text("seed", "The published seed for drawing lots", given, hint, 40)


def _matter(visit: Visit, given: Given) -> Fields:
    """Everything about the papers comes from the file itself."""
    rule = given.needed("rule", "Choose a rule")
    bundle, election = handed_in.kept(visit, given)
    seed = given.text("seed")
    ties: tuple[TieStep, ...] = (BySeed(seed=seed),) if seed else ()
    if election.tie_order and not seed:
        ties = (ByFirstNamed(order=election.tie_order),)
    matter = Matter(
        title=given.text("title") or election.contest.title or "A count",
        contest=election.contest,
        terms=Terms(rule=rule, ties=ties),
        bundle=bundle,
    )
    return {"matter": matter}


def _who(visit: Visit, given: Given) -> Question:
    """Nobody is chosen beforehand: whoever decides has to choose."""
    found = counts.count(visit.at, given.id("count"))
    tie = found.count.open_tie
    if tie is None:
        return one_of("chosen", "Decide the tie", given, (), Shape.RADIOS)
    choices = [Choice(name, name, MEANS[tie.question]) for name in tie.between]
    asked = one_of("chosen", f"Decide {tie.question}", given, choices, Shape.RADIOS)
    return replace(asked, field=replace(asked.field, hint=_how_it_stands(visit, found, tie)))


def _how_it_stands(visit: Visit, found: Count, tie: OpenTie) -> str:
    """What the tied have, so that it is seen that they are equal."""
    before = so_far(visit.site.office.bundles, found)
    stands = f"Stage {tie.stage} of the count waits for this."
    if before is None:
        return stands
    votes = [f"{name} {shown(before.stages[-1].totals[name])}" for name in tie.between]
    return f"{stands} Before it they had: {listed(votes)}."


def _chosen(visit: Visit, given: Given) -> Fields:
    return {"chosen": given.needed("chosen", "Choose one of the tied")}


def _nothing(visit: Visit, given: Given) -> Fields:
    return {}


FORMS: Final = (
    Register(
        command=BeginCount,
        title="Hand in papers to be counted",
        intro="The papers are kept as they are, and are counted at once. Anybody can count again.",
        asks=(
            Asks(_title, _nothing),
            Asks(_rules, _nothing),
            Asks(handed_in.origin, _nothing),
            Asks(_papers, _nothing),
            Asks(_seed, _matter),
        ),
        about=about_counts,
        button="Hand them in",
        what_now="The count is shown stage by stage when it is done.",
    ),
    Register(
        command=DecideTie,
        title="Decide a tie",
        intro=(
            "The rules do not say who comes first of those who are equal here: they leave it to "
            "you. A lot that is drawn before witnesses is the usual way. Your decision and its "
            "reasons stand in the result, and nobody can change them afterwards."
        ),
        asks=(Asks(_who, _chosen), many_words("reason", "Your reasons", "Give your reasons")),
        about=about_count,
        button="Decide it",
        what_now="The count goes on with your decision.",
        kept=("count",),
        watch=THE_COUNT,
    ),
    Register(
        command=RecordLotValue,
        title="Record the value for the lot",
        intro="The value that was announced before anybody knew it. Anybody can look it up.",
        asks=(words("value", "The value", "Write the value as it was published"),),
        about=about_count,
        button="Record it",
        what_now="With the hash of the papers it makes the seed, and the count goes on.",
        kept=("count",),
        watch=THE_COUNT,
    ),
    Register(
        command=DeclareResult,
        title="Declare the result",
        intro="Once it is declared, the result stands as it is.",
        asks=(),
        about=about_count,
        button="Declare it",
        what_now="The result is declared, with the moment and your name.",
        kept=("count",),
        watch=THE_COUNT,
    ),
)
DEEDS: Final[dict[str, Deed]] = {one.command.verb(): one.deed for one in FORMS}
