"""Forms on elections that were called: the lot announced, nominations closed, papers handed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.counting.contest import Candidate
from domain.elections.standing import Papers
from services.application.elections import AnnounceLot, CloseNominations, HandInPapers
from services.application.voting import AnnulSection, DeclareElection, OrderRecount
from services.reading import elections
from services.web.deeds import handed_in
from services.web.deeds.asks import Asks, words
from services.web.deeds.asks_of_lots import a_lot
from services.web.deeds.form import (
    Deed,
    Given,
    Question,
    Unclear,
    long_text,
    one_of,
    text,
)
from services.web.deeds.on_registers import Register
from services.web.deeds.seen import Watch
from services.web.look.parts import Choice, Link, Mistake
from services.web.visit import Visit

Fields = Mapping[str, object]
THE_ELECTION: Final = Watch(
    "election",
    ("election.lot_announced", "election.nominations_closed", "election.papers_handed_in"),
)
WHO_STANDS: Final = (
    "A name to a line, as it stands on the paper. After a semicolon the groups that quotas count, "
    "such as: Ann Lee; women."
)


def about_election(visit: Visit, given: Given) -> Link:
    found = elections.election(visit.at, given.id("election")).election
    return Link(found.title, f"/elections/{found.election}")


def about_section(visit: Visit, given: Given) -> Link:
    found = elections.election(visit.at, given.id("election")).election
    where = given.text("section").replace("_", " ")
    return Link(f"{found.title}: {where}", f"/elections/{found.election}")


def _nothing(visit: Visit, given: Given) -> Fields:
    return {}


def _section(visit: Visit, given: Given) -> Question:
    sections = elections.election(visit.at, given.id("election")).election.sections
    choices = [Choice(one.section, one.section.replace("_", " ")) for one in sections]
    return one_of("section", "The section", given, choices)


def _in_section(visit: Visit, given: Given) -> Fields:
    return {"section": given.needed("section", "Choose a section")}


A_SECTION: Final = Asks(_section, _in_section)


def _who_stands(visit: Visit, given: Given) -> Question:
    return long_text("candidates", "Who stands", given, WHO_STANDS, rows=8)


def _candidates(visit: Visit, given: Given) -> Fields:
    lines = [line.strip() for line in given.text("candidates").splitlines()]
    return {"candidates": tuple(_candidate(line) for line in lines if line)}


def _candidate(line: str) -> Candidate:
    name, *groups = (part.strip() for part in line.split(";"))
    if not name:
        raise Unclear(Mistake("candidates", f"Write a name before the semicolon in “{line}”"))
    return Candidate(name=name, groups=tuple(group for group in groups if group))


def _papers(visit: Visit, given: Given) -> Question:
    return handed_in.papers(given, "A BLT file, with the names of those who stand.")


def _handed_in(visit: Visit, given: Given) -> Fields:
    """Names and papers come from the file; everything else from the election."""
    section = given.needed("section", "Choose a section")
    bundle, found = handed_in.kept(visit, given)
    names = found.contest.names
    out = tuple(names[place] for place in found.contest.withdrawn)
    papers = Papers(section=section, candidates=names, withdrawn=out, bundle=bundle)
    return {"papers": papers}


def _papers_touched(name: str, label: str) -> Asks:
    return Asks(
        lambda visit, given: text(name, label, given, "Write 0 if there is none.", width=8),
        lambda visit, given: {name: given.number(name, "how many papers")},
    )


FORMS: Final = (
    Register(
        command=AnnounceLot,
        title="Announce what ties are drawn from",
        intro=(
            "A public value that nobody can choose and nobody knows yet, such as the numbers of a "
            "national lottery on a day to come. With the hash of the papers it makes the seed."
        ),
        asks=(*a_lot(),),
        about=about_election,
        button="Announce it",
        what_now="Papers can be handed in until the value is known.",
        kept=("election",),
        watch=THE_ELECTION,
    ),
    Register(
        command=CloseNominations,
        title="Hand in who stands",
        intro=(
            "This is for nominations that were taken elsewhere. If those who stand could not keep "
            "the quotas, it is said now, before anybody votes. "
            "If no more stand than there are places, nobody votes."
        ),
        asks=(A_SECTION, Asks(_who_stands, _candidates)),
        about=about_election,
        button="Close them",
        what_now="Who stands is fixed; somebody who withdraws now stays on the paper.",
        kept=("election",),
        watch=THE_ELECTION,
    ),
    Register(
        command=HandInPapers,
        title="Hand in the papers of a section",
        intro="They are counted at once, as the election was called: nothing is left to choose.",
        asks=(
            Asks(_section, _nothing),
            Asks(handed_in.origin, _nothing),
            Asks(_papers, _handed_in),
        ),
        about=about_election,
        button="Hand them in",
        what_now="The count is shown stage by stage when it is done.",
        kept=("election",),
        watch=THE_ELECTION,
    ),
)
DECLARING: Final = Register(
    command=DeclareElection,
    title="Declare who is elected",
    intro=(
        "Every section has been counted. With your declaration those who are elected take their "
        "places, and whoever was elected before them to the same sections ends theirs."
    ),
    asks=(),
    about=about_election,
    button="Declare it",
    what_now="They sit in the body, with the term that the rulebook gives them.",
    kept=("election",),
    watch=THE_ELECTION,
)
ANNULLING: Final = Register(
    command=AnnulSection,
    title="Annul the vote of a section",
    intro=(
        "Over an error that could have changed who is elected: it is computed from the count "
        "whether it could. Then members vote on this section again, for the same candidates, once "
        "another value for ties is announced. A paper that was counted for somebody else is one "
        "that is missing and one that is wrong."
    ),
    asks=(
        _papers_touched("missing", "Papers that should have been counted and were not"),
        _papers_touched("wrong", "Papers that were counted and should not have been"),
        words("reasons", "What went wrong", "Say what went wrong"),
    ),
    about=about_section,
    button="Annul it",
    what_now="Announce another value for ties, and a ballot is called for it.",
    kept=("election", "section"),
    watch=THE_ELECTION,
)
RECOUNTING: Final = Register(
    command=OrderRecount,
    title="Count the papers of a section again",
    intro=(
        "They are held against what was committed to at the close, and counted once more. What "
        "comes of it is on record, whatever it is."
    ),
    asks=(words("reasons", "Why they are counted again", "Say why"),),
    about=about_section,
    button="Count them again",
    what_now="What came of it stands on the page of the election at once.",
    kept=("election", "section"),
    watch=THE_ELECTION,
)
DEEDS: Final[dict[str, Deed]] = {
    one.command.verb(): one.deed for one in (*FORMS, ANNULLING, RECOUNTING, DECLARING)
}
