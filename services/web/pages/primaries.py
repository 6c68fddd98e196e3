"""Answers which policy primaries there are, what was put to them, and what was adopted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from domain.elections.lot import LotSource
from domain.primary.primary import RULES, Outcome, Stage
from domain.primary.terms import (
    APPEALS_BY,
    BACKED_BY,
    CHECKED_BY,
    LAUNCHED_BY,
    METHOD,
    SUBMITTED_BY,
    WINNERS,
)
from services.application.primaries import (
    AddPolicy,
    AnnouncePrimaryLot,
    ComposePrimaryMotions,
    LaunchPrimary,
    OfPrimary,
    PutPrimaryMotion,
    RecordPolicyOutcome,
)
from services.reading import primaries as reading
from services.reading.primaries import MotionLine, PolicyLine, Primary, PrimaryLine
from services.web import rulewords
from services.web.answers import Page, answered
from services.web.lawbook import Law
from services.web.look.frame import Place
from services.web.look.parts import Empty, Link, NextStep, Table, Tag, Tone, Weight
from services.web.look.words import counted
from services.web.pages import telling
from services.web.tables import figures, table, words
from services.web.trying import Deeds
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["primaries"])
TRYING: Final = "to see whether this can be done"
AHEAD: Final = timedelta(days=365)
STAGES: Final[Mapping[str, Tag]] = {
    Stage.SUBMITTING: Tag("motions are put", Tone.OPEN),
    Stage.BACKING: Tag("motions are backed", Tone.OPEN),
    Stage.CHECKING: Tag("motions are checked", Tone.OPEN),
    Stage.ANSWERING: Tag("authors answer", Tone.OPEN),
    Stage.RULING: Tag("appeals are ruled on", Tone.OPEN),
    Stage.VOTING: Tag("members rank", Tone.OPEN),
    Stage.SETTLED: Tag("settled", Tone.DONE),
}
NEXT: Final[Mapping[str, tuple[str, str]]] = {
    Stage.SUBMITTING: ("The time to put motions is over", SUBMITTED_BY),
    Stage.BACKING: ("The time to back motions is over", BACKED_BY),
    Stage.CHECKING: ("The time to check and to merge motions is over", CHECKED_BY),
    Stage.ANSWERING: ("The time of authors to answer and to appeal is over", SUBMITTED_BY),
    Stage.RULING: ("Each appeal is ruled on", APPEALS_BY),
}
OUTCOMES: Final[Mapping[str, Tag]] = {
    Outcome.CARRIED: Tag("carried", Tone.CARRIED),
    Outcome.LOST: Tag("lost", Tone.LOST),
    Outcome.NOT_HEARD: Tag("not heard", Tone.WARNING),
    Outcome.NOT_PUT: Tag("not put", Tone.PLAIN),
}
NONE: Final = Empty("no primary has been launched", "one that is launched is shown here")
NO_MOTION: Final = Empty("no motion has been put", "each that is put is shown here")
NO_POLICY: Final = Empty("nothing is adopted yet", "what the members adopt is shown here")


@router.get("/primaries")
def primaries(visit: Visiting) -> Response:
    """Every primary."""
    found = reading.primaries(visit.at)
    rows = [
        (
            Link(one.title, visit.link(f"/primaries/{one.primary}")),
            STAGES[one.stage],
            one.motions,
            one.launched_at,
        )
        for one in found.primaries
    ]
    columns = (
        words("Primary", "title"),
        words("Stage", "stage"),
        figures("Motions", "motions"),
        words("Launched", "launched_at"),
    )
    page = Page(
        "primaries",
        Place.BALLOTS,
        found,
        {
            "sentence": f"{counted(len(rows), 'primary', 'primaries').capitalize()} so far.",
            "step": _launching(visit),
        },
        {"primaries": table(visit, "primaries", Table("Primaries", columns, rows, NONE))},
    )
    return answered(visit, page)


def _launching(visit: Visit) -> NextStep:
    law = Law(visit)
    deeds, launch = Deeds(visit, law), LaunchPrimary(title=TRYING)
    deeds.offer("Launch a primary", f"/do/{launch.verb()}", launch)
    clause, who = law.clause(LAUNCHED_BY), law.who(LAUNCHED_BY)
    return deeds.on(NextStep("Members choose what we campaign for", clause=clause, who_moves=who))


@router.get("/primaries/{primary}")
def primary(primary: UUID, visit: Visiting) -> Response:
    """One primary with its motions, and with what was adopted."""
    found = reading.primary(visit.at, primary)
    line, law = found.primary, Law(visit)
    page = Page(
        "primary",
        Place.BALLOTS,
        found,
        {
            "it": line,
            "method": rulewords.choice(line.method),
            "rule": law.clause(WINNERS),
            "sentence": _sentence(found),
            "state": STAGES[line.stage],
            "step": _step(visit, found, law),
            "ballot": line.ballot and Link("the ballot", visit.link(f"/ballots/{line.ballot}")),
            "settled": line.stage == Stage.SETTLED,
            "history": telling.history(visit, primary),
        },
        {"motions": _motions(visit, found), "policies": _policies(visit, found)},
        about=primary,
    )
    return answered(visit, page)


def state_of(line: MotionLine, found: PrimaryLine) -> Tag:
    """How far a motion has come, in words."""
    if line.withdrawn:
        return Tag("withdrawn", Tone.PLAIN)
    if line.merged_into is not None:
        return Tag("in a composite", Tone.DONE)
    if line.on_paper:
        return Tag("put to members", Tone.CARRIED)
    if line.passed is False and line.upheld is None:
        return Tag("appealed" if line.appeal else "turned down", Tone.WARNING)
    if line.passed is False and not line.upheld:
        return Tag("turned down", Tone.LOST)
    if found.stage in (Stage.VOTING, Stage.SETTLED):
        return Tag("not put to members", Tone.LOST)
    if found.stage not in (Stage.SUBMITTING, Stage.BACKING) and not line.backed:
        return Tag("composite" if line.parents else "too few back it", Tone.PLAIN)
    return Tag("passed", Tone.OPEN) if line.passed else Tag("put", Tone.OPEN)


def _motions(visit: Visit, found: Primary) -> Table:
    rows = [
        (
            Link(one.title, visit.link(f"/primary-motions/{one.motion}")),
            one.author,
            one.backers,
            state_of(one, found.primary),
        )
        for one in found.motions
    ]
    columns = (
        words("Motion", "title"),
        words("By", "author"),
        figures("Backed by", "backers"),
        words("How it stands", "state"),
    )
    return table(visit, "motions", Table("Motions", columns, rows, NO_MOTION))


def _policies(visit: Visit, found: Primary) -> Table:
    rows = [(one.place, _policy(visit, one), _by(one), _outcome(one)) for one in found.policies]
    columns = (
        figures("Place", "place"),
        words("Policy", "title"),
        words("By", "by"),
        words("At conference", "outcome"),
    )
    return table(visit, "policies", Table("What was adopted", columns, rows, NO_POLICY))


def _policy(visit: Visit, one: PolicyLine) -> Link | str:
    """The motion that was adopted; what the body added has its words beside it."""
    if one.added:
        return f"{one.title}: {one.text}"
    return Link(one.title, visit.link(f"/primary-motions/{one.policy}"))


def _by(one: PolicyLine) -> str:
    return "added by the body" if one.added else "ranked by the members"


def _outcome(one: PolicyLine) -> Tag | str:
    return "" if one.outcome is None else OUTCOMES[one.outcome]


def _sentence(found: Primary) -> str:
    line, ranked = found.primary, sum(not one.added for one in found.policies)
    if line.stage == Stage.SETTLED:
        return f"{counted(ranked, 'motion').capitalize()} adopted: {line.because or ''}."
    if line.stage == Stage.VOTING:
        on_paper = sum(one.on_paper for one in found.motions)
        return f"{counted(on_paper, 'motion').capitalize()} on the paper."
    return f"{counted(line.motions, 'motion').capitalize()} put so far."


def _step(visit: Visit, found: Primary, law: Law) -> NextStep:
    line, deeds = found.primary, Deeds(visit, law)
    for label, command, weight in _offers(visit, found):
        policy = getattr(command, "policy", None)
        of = "" if policy is None else f"&policy={policy}"
        href = f"/do/{command.verb()}?primary={line.primary}{of}"
        deeds.offer(label, href, command, weight)
    if line.stage in NEXT:
        what, who = NEXT[line.stage]
        late = line.ends_at is not None and line.ends_at <= visit.moment
        clause = law.clause(RULES[Stage(line.stage)])
        return deeds.on(NextStep(what, line.ends_at, clause, law.who(who), late=late))
    if line.stage == Stage.SETTLED:
        return deeds.on(NextStep("Nothing more: it is settled", clause=law.clause(WINNERS)))
    if line.ballot is None:
        what = "Members are asked as soon as a value is announced that draws a tie"
        return deeds.on(NextStep(what, clause=law.clause(METHOD), who_moves=law.who(LAUNCHED_BY)))
    return deeds.on(NextStep("Members rank what is on the paper", line.ends_at, law.clause(METHOD)))


def _offers(visit: Visit, found: Primary) -> Iterator[tuple[str, OfPrimary, Weight]]:
    """What can be done about it as it stands."""
    line = found.primary
    it: dict[str, Any] = {"primary": line.primary}
    if line.stage == Stage.SUBMITTING:
        put = PutPrimaryMotion(**it, title=f"{TRYING} {line.act}", text=TRYING, author=TRYING)
        yield "Put a motion", put, Weight.FIRST
    if line.stage == Stage.CHECKING:
        able = [one.motion for one in found.motions if one.can_be_merged]
        parents = tuple(able[:2])
        if len(parents) > 1:
            told = {**it, "title": f"{TRYING} {line.act}", "text": TRYING, "parents": parents}
            yield "Propose a composite", ComposePrimaryMotions(**told), Weight.OTHER
    if line.stage != Stage.SETTLED and line.ballot is None:
        lot = LotSource(source=TRYING, known_from=visit.log.now() + AHEAD)
        announce = AnnouncePrimaryLot(**it, lot=lot)
        yield "Announce what ties are drawn from", announce, Weight.OTHER
    if line.stage == Stage.SETTLED:
        add = AddPolicy(**it, title=f"{TRYING} {line.act}", text=TRYING)
        yield "Add a policy of the body", add, Weight.OTHER
        for one in found.policies:
            told = {**it, "policy": one.policy, "outcome": Outcome.CARRIED, "words": TRYING}
            yield f"Say what became of “{one.title}”", RecordPolicyOutcome(**told), Weight.OTHER
