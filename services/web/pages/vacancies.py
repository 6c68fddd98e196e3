"""Answers which place fell empty, who is asked to take it, and how else it is filled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from domain.elections.terms import VACANCY, VacancyRule, election_rule
from domain.elections.vacancy import ANSWER_DAYS, State
from services.application.elections import CALLED_BY
from services.application.vacancies import AcceptPlace, CallByElection, DeclinePlace
from services.reading import elections
from services.reading import vacancies as reading
from services.reading.elections import Election
from services.reading.vacancies import Vacancy, VacancyLine
from services.web.answers import Page, answered
from services.web.lawbook import Law
from services.web.look.frame import Place
from services.web.look.parts import Empty, Link, NextStep, Table, Tag, Tone, Weight
from services.web.pages import telling
from services.web.tables import table, words
from services.web.trying import Deeds
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["elections"])
TAGS: Final[Mapping[str, Tag]] = {
    State.SEEKING: Tag("papers are being counted", Tone.OPEN),
    State.OFFERED: Tag("offered", Tone.OPEN),
    State.BY_ELECTION: Tag("for a by-election", Tone.OPEN),
    State.CO_OPTION: Tag("for a co-option", Tone.OPEN),
    State.FILLED: Tag("filled", Tone.DONE),
    State.OVERTAKEN: Tag("not to be filled", Tone.PLAIN),
}
RULES: Final[Mapping[str, str]] = {
    VacancyRule.BY_ELECTION: "a by-election",
    VacancyRule.COUNT_BACK: "counting the papers of the election again without whoever left",
    VacancyRule.OWN_PAPERS: "the papers that elected whoever left",
    VacancyRule.RUNNER_UP: "whoever came nearest in the election",
    VacancyRule.CO_OPTION: "a co-option",
}
NONE: Final = Empty("no place of theirs fell empty", "one that does is shown here")
NOT_ASKED: Final = Empty("nobody has been asked", "whoever the papers name is shown here")


@router.get("/vacancies/{vacancy}")
def vacancy(vacancy: UUID, visit: Visiting) -> Response:
    """One place that fell empty."""
    found = reading.vacancy(visit.at, vacancy)
    line = found.vacancy
    page = Page(
        "vacancy",
        Place.BODIES,
        found,
        {
            "it": line,
            "rule": RULES[line.rule],
            "place": place_of(line),
            "sentence": _sentence(line),
            "state": TAGS[line.state],
            "election": Link(line.title, visit.link(f"/elections/{line.election}")),
            "body": Link(line.body_name or line.slug, visit.link(f"/bodies/{line.slug}")),
            "by_election": line.by_election
            and Link("its by-election", visit.link(f"/elections/{line.by_election}")),
            "step": _step(visit, line),
            "history": telling.history(visit, vacancy),
        },
        {"answers": _answers(visit, found)},
        about=vacancy,
    )
    return answered(visit, page)


def lines(visit: Visit, found: Election) -> Table:
    """The places that those left whom an election elected."""
    rows = [
        (
            Link(one.name, visit.link(f"/vacancies/{one.vacancy}")),
            one.section.replace("_", " "),
            one.arose_at,
            TAGS[one.state],
            one.filled_name or one.asked_name or "",
        )
        for one in found.vacancies
    ]
    columns = (
        words("Who left", "name"),
        words("Section", "section"),
        words("Empty since", "arose_at"),
        words("How it stands", "state"),
        words("Asked, or has it", "who"),
    )
    return table(visit, "vacancies", Table("Places that fell empty", columns, rows, NONE))


def place_of(line: VacancyLine) -> str:
    """The place in words, such as `north, in the coordinating group`."""
    return f"{line.section.replace('_', ' ')}, in {line.body_name or line.slug}"


def _answers(visit: Visit, found: Vacancy) -> Table:
    rows = [(one.name, one.answer, one.since) for one in found.answers]
    columns = (words("Who", "name"), words("Answer", "answer"), words("Since", "since"))
    return table(visit, "answers", Table("Who was asked", columns, rows, NOT_ASKED))


def _sentence(line: VacancyLine) -> str:
    match line.state:
        case State.FILLED:
            return f"{line.filled_name} has it."
        case State.OFFERED:
            return f"{line.asked_name} is asked to take it."
        case State.BY_ELECTION if line.by_election:
            return "Members vote on it in a by-election."
        case State.BY_ELECTION:
            return "It waits for a by-election."
        case State.OVERTAKEN:
            return "There is nothing left to fill."
        case _:
            return f"It is filled by {RULES[line.rule]}."


def _step(visit: Visit, line: VacancyLine) -> NextStep:
    law = Law(visit)
    deeds, href = Deeds(visit, law), f"vacancy={line.vacancy}"
    clause = law.clause(election_rule(line.slug, VACANCY))
    match line.state:
        case State.OFFERED:
            deeds.offer("Take it", f"/do/accept_place?{href}", AcceptPlace(vacancy=line.vacancy))
            no = DeclinePlace(vacancy=line.vacancy)
            deeds.offer("Decline it", f"/do/decline_place?{href}", no, Weight.OTHER)
            timed = law.clause(election_rule(line.slug, ANSWER_DAYS))
            what, who = "They say whether they take it", line.asked_name or ""
            return deeds.on(NextStep(what, line.due, timed, who))
        case State.BY_ELECTION if not _runs(visit, line):
            call = CallByElection(body=line.slug, section=line.section, title="A by-election")
            asked = f"/do/call_by_election?body={line.slug}&section={line.section}"
            deeds.offer("Call a by-election", asked, call)
            what = "A by-election is called for all places of the section that wait for one"
            return deeds.on(NextStep(what, clause=clause, who_moves=law.who(CALLED_BY)))
        case State.BY_ELECTION:
            return NextStep("The by-election fills it", clause=clause)
        case State.CO_OPTION:
            return NextStep("The next co-option fills it", clause=clause)
        case State.SEEKING:
            return NextStep("The papers are counted, and whoever is next is asked", clause=clause)
        case _:
            return NextStep("Nothing more: it is settled", clause=clause)


def _runs(visit: Visit, line: VacancyLine) -> bool:
    """Whether a by-election for it is under way."""
    if line.by_election is None:
        return False
    found = elections.election(visit.at, line.by_election)
    over = found.vote is not None and found.vote.state in ("declared", "confirmed")
    return found.called_off is None and not over
