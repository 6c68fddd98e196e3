"""Answers how one ballot stands: its hours, roll, questions, turnout and results."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Final, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from domain.ballots.choosing import Options, Way
from domain.ballots.secrecy import Secrecy
from domain.elections.lot import LotSource
from domain.kernel.refusal import NotAllowed, OutOfOrder, Refusal, TooEarly, TooLate
from domain.rules.values import Base, Share
from services.application.ballots import CALLED_BY, CallMembersBallot
from services.application.surveys import CallSurvey
from services.calendars.events import of_process
from services.reading import ballots
from services.reading.ballots import Ballot, BallotLine, BallotState, Question
from services.voting.port import Turnout
from services.web.acting import NOBODY
from services.web.answers import Page, answered
from services.web.lawbook import Law
from services.web.look import chart, turnout
from services.web.look.frame import Place
from services.web.look.parts import Empty, Link, May, NextStep, Table, Tag, Tone, Weight
from services.web.look.words import counted, percent
from services.web.pages import scrutiny, telling
from services.web.pages.ballot_choices import drawing, lot_wanted, sentence
from services.web.pages.blind_voting import why_no_paper
from services.web.pages.cycles import stages_table
from services.web.site import Site
from services.web.tables import figures, table, words
from services.web.trying import Deeds
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["ballots"])
MAJORITY = "refounding.ballot_majority"
TRYING: Final = "to see whether this can be done"
NOT_YET: Final = "and what says no"
AHEAD: Final = timedelta(days=120)
"""Long enough for any notice that a rulebook asks for."""
BASES = {
    Base.VOTES_CAST: chart.Basis.VOTES_CAST,
    Base.PRESENT: chart.Basis.ALL_VOTES,
    Base.MEMBERS: chart.Basis.MEMBERS,
    Base.ELIGIBLE: chart.Basis.MEMBERS,
}
TAGS = {
    BallotState.CALLED: Tag("called", Tone.AHEAD),
    BallotState.OPEN: Tag("open", Tone.OPEN),
    BallotState.CLOSED: Tag("closed", Tone.DONE),
    BallotState.DECLARED: Tag("result declared", Tone.DONE),
}
_ON_ROLL = """
    SELECT voted_in FROM convenor.ballot_roll WHERE ballot_id = %(ballot)s AND person = %(person)s
"""


def turnout_of(ballot: UUID, request: Request) -> Sequence[Turnout]:
    """Read before the visit begins, for the boxes take a connection of their own."""
    site: Site = request.app.state.site
    return site.office.boxes.turnout(ballot)


class Drawn(NamedTuple):
    """How far a blind ballot is: credentials drawn and papers in the box.  Nothing of either."""

    credentials: int = 0
    papers: int = 0


def drawn_in(ballot: UUID, request: Request) -> Drawn:
    """Read before the visit begins, for this takes a connection of its own too."""
    blind = request.app.state.site.office.blind
    return Drawn() if blind is None else Drawn(blind.drawn(ballot), blind.turnout(ballot))


HowFar = Annotated[Drawn, Depends(drawn_in)]
TakenPart = Annotated[Sequence[Turnout], Depends(turnout_of)]


@router.get("/ballots")
def all_ballots(visit: Visiting) -> Response:
    """Every ballot."""
    found = ballots.ballots(visit.at)
    still_open = sum(line.state is BallotState.OPEN for line in found)
    open_words = counted(still_open, "ballot").capitalize()
    sentence = f"{open_words} {'is' if still_open == 1 else 'are'} open."
    page = Page(
        "ballots",
        Place.BALLOTS,
        {"ballots": found},
        {"sentence": sentence, "step": _calling(visit)},
        {"ballots": _list(visit, found)},
    )
    return answered(visit, page)


def _calling(visit: Visit) -> NextStep:
    """A ballot between cycles is called by whoever has the power; others by their process."""
    law = Law(visit)
    opens = visit.log.now() + AHEAD
    tried = CallMembersBallot(
        title=TRYING, questions=(TRYING,), opens=opens, closes=opens + timedelta(days=9)
    )
    deeds = Deeds(visit, law)
    deeds.offer("Call a ballot", "/do/call_members_ballot", tried)
    survey = CallSurvey(
        title=TRYING,
        questions=(Options(title=TRYING, way=Way.RANKED, options=(TRYING, NOT_YET)),),
        opens=opens,
        lot=LotSource(source=TRYING, known_from=opens + AHEAD),
    )
    deeds.offer("Ask members in a survey", "/do/call_survey", survey, Weight.OTHER)
    what = "A cycle and an election call their ballots by themselves"
    step = NextStep(what, clause=law.clause(CALLED_BY), who_moves=law.who(CALLED_BY))
    return deeds.on(step)


def _list(visit: Visit, found: Sequence[BallotLine]) -> Table:
    rows = [
        (
            Link(line.title, visit.link(f"/ballots/{line.ballot}")),
            TAGS[line.state],
            line.opens,
            line.closes,
            line.roll_count,
            line.papers,
            None
            if not line.papers or not line.roll_count
            else percent(line.papers, line.roll_count),
        )
        for line in found
    ]
    columns = (
        words("Ballot", "title"),
        words("State", "state"),
        words("Opens", "opens"),
        words("Closes", "closes"),
        figures("On the roll", "roll"),
        figures("Papers", "papers"),
        figures("Turnout"),
    )
    empty = Empty("no ballot has been called", "a cycle calls one when its texts are settled")
    return table(visit, "ballots", Table("Ballots", columns, rows, empty))


@router.get("/ballots/{ballot}")
def ballot(ballot: UUID, taken_part: TakenPart, drawn: HowFar, visit: Visiting) -> Response:
    """One ballot with turnout and results."""
    found = ballots.ballot(visit.at, ballot, taken_part)
    law = Law(visit)
    line = found.ballot
    page = Page(
        "ballot",
        Place.BALLOTS,
        found,
        {
            "it": line,
            "found": found,
            "sentence": _sentence(visit, found),
            "state": TAGS[line.state],
            "step": _step(visit, found, law),
            "turnout": _turnout(found),
            "drawn": drawn if _tells_how_far(visit, line) else None,
            "results": _results(found),
            "majority": law.clause(MAJORITY),
            "needed": line.majority.in_words(),
            "quorum": line.turnout_quorum.in_words() if line.turnout_quorum.numerator else "",
            "choices": _choices(visit, found),
            "questions": [
                (q, _text_of(visit, line, q)) for q in found.questions if q.choice is None
            ],
            "found_by": scrutiny.findings(found.scrutiny) if found.scrutiny else (),
            "history": telling.history(visit, ballot),
            "engine": visit.site.engine_page(ballot),
        },
        {
            "results": _results_table(visit, found),
            "turnout": _turnout_table(visit, found),
            "stages": stages_table(visit, found.process, law),
        },
        calendar=lambda: of_process(visit.at, ballot),
        about=ballot,
    )
    return answered(visit, page)


def _tells_how_far(visit: Visit, line: BallotLine) -> bool:
    """How far it is now says nothing of the past; after the close the record says it."""
    blind = line.secrecy is Secrecy.BLIND
    return blind and not visit.past and line.announced is not None and line.papers is None


def _sentence(visit: Visit, found: Ballot) -> str:
    line = found.ballot
    if line.state is BallotState.CALLED:
        return f"Voting opens at {telling.until(visit, line.opens)}."
    if line.state is BallotState.OPEN:
        return f"Voting is open. You can vote until {telling.until(visit, line.closes)}."
    tied = lot_wanted(found)
    if tied is not None:
        return f"Voting closed, and a tie waits for a lot: {tied.lot.source}."
    if line.state is BallotState.CLOSED and (why := scrutiny.waits(found)) is not None:
        return f"Voting closed at {telling.until(visit, line.closes)}. {why}"
    if line.state is BallotState.CLOSED:
        return (
            f"Voting closed at {telling.until(visit, line.closes)}. The papers are being counted."
        )
    answers = [q.result for q in found.questions if q.choice is None]
    won = sum(result.prevails for result in answers if result is not None)
    carried = f"{won} of {counted(len(answers), 'question')} carried"
    if line.survey:
        return "It is declared what members said; nothing is decided by it."
    if not answers:
        return "The result is declared."
    more = ", and what was chosen is below" if len(answers) < len(found.questions) else ""
    return f"The result is declared: {carried}{more}."


def _step(visit: Visit, found: Ballot, law: Law) -> NextStep:
    deeds = Deeds(visit, law)
    tied = lot_wanted(found)
    if tied is not None:
        return drawing(visit, found, tied, law)
    if not visit.past and found.ballot.secrecy is Secrecy.BLIND:
        _offer_blind(visit, found, deeds)
    elif not visit.past:
        refusal = why_not_vote(visit, found.ballot)
        if refusal is None:
            href = f"/ballots/{found.ballot.ballot}/vote"
            because = "you are on the roll and have not voted"
            deeds.may.append(May("Vote", href, Weight.FIRST, because=because))
        else:
            deeds.refuse("Vote", refusal)
    scrutiny.offer(visit, found, deeds)
    if scrutiny.waits(found) is not None:
        return scrutiny.step(visit, found, law, deeds)
    return telling.next_step(found.process, law, deeds, "refounding.extension_power")


def _offer_blind(visit: Visit, found: Ballot, deeds: Deeds) -> None:
    """What a voter can do in a blind ballot: nobody knows who has voted, so none is kept out."""
    line = found.ballot
    if line.published is not None:
        href = f"/ballots/{line.ballot}/receipt"
        because = "all papers are published, and nobody else can tell which is yours"
        deeds.may.append(May("Look for your paper", href, Weight.OTHER, because=because))
        return
    refusal = why_no_paper(visit, found)
    if refusal is not None:
        deeds.refuse("Vote", refusal)
        return
    told = "the service never learns which paper is whose"
    href = f"/ballots/{line.ballot}/vote"
    deeds.may.append(May("Draw your credential and vote", href, Weight.FIRST, because=told))


def why_not_vote(visit: Visit, line: BallotLine) -> Refusal | None:
    """Why the visitor can't vote now, if so; the box decides when a paper comes."""
    if line.state is BallotState.CALLED:
        return TooEarly(f"Voting opens at {telling.until(visit, line.opens)}.")
    if line.state is not BallotState.OPEN:
        return TooLate(f"Voting closed at {telling.until(visit, line.closes)}.")
    if visit.acting is None:
        return NotAllowed(NOBODY)
    mark = visit.at.rows(_ON_ROLL, ballot=line.ballot, person=visit.acting.person)
    if not mark:
        return NotAllowed("You are not on the roll of this ballot.")
    if mark[0][0] is not None:
        return OutOfOrder("You have voted in this ballot. Each member has one paper.")
    return None


def _turnout(found: Ballot) -> turnout.Turnout | None:
    line = found.ballot
    if line.roll_count is None or line.state is BallotState.CALLED:
        return None
    if line.secrecy is Secrecy.BLIND:
        return None
    points = tuple(turnout.TurnoutPoint(point.hour, point.papers) for point in found.turnout)
    return turnout.Turnout(line.roll_count, line.opens, line.closes, points)


def _results(found: Ballot) -> list[tuple[Question, chart.VoteCount]]:
    could_vote = found.ballot.roll_count or 0
    needed = _needed(found.ballot.majority)
    return [
        (
            question,
            chart.VoteCount(
                question.result.yes,
                question.result.no,
                question.result.blank,
                could_vote,
                needed,
                question.result.carried,
            ),
        )
        for question in found.questions
        if question.result is not None
    ]


def _choices(visit: Visit, found: Ballot) -> list[tuple[Question, str, str]]:
    """The questions that choose, with what came of each and where its count stands."""
    at = f"/ballots/{found.ballot.ballot}/questions"
    return [
        (question, sentence(question, question.choice), visit.link(f"{at}/{question.place}"))
        for question in found.questions
        if question.choice is not None
    ]


def _needed(majority: Share) -> chart.Needed:
    return chart.Needed(majority.fraction, majority.strict, BASES[majority.of])


def _text_of(visit: Visit, line: BallotLine, question: Question) -> str | None:
    """Where the text of a question is; one that was asked between cycles says it all itself."""
    if line.parent is None:
        return None
    return visit.link(f"/proposals/{question.alternative_to or question.subject}")


def _results_table(visit: Visit, found: Ballot) -> Table:
    rows = [
        (
            q.number,
            Link(q.title, href) if (href := _text_of(visit, found.ballot, q)) else q.title,
            q.result.yes,
            q.result.no,
            q.result.blank,
            percent(q.result.yes, q.result.yes + q.result.no),
            Tag("carried", Tone.CARRIED) if q.result.prevails else Tag("lost", Tone.LOST),
        )
        for q in found.questions
        if q.result is not None
    ]
    columns = (
        words("No.", "number"),
        words("Question", "title"),
        figures("For", "yes"),
        figures("Against", "no"),
        figures("Blank", "blank"),
        figures("Share for"),
        words("Result", "result"),
    )
    empty = Empty("nothing is declared yet", "results are shown once the count is declared")
    return table(visit, "results", Table("Results", columns, rows, empty))


def _turnout_table(visit: Visit, found: Ballot) -> Table:
    rows = [(point.hour, point.papers) for point in found.turnout]
    columns = (words("By the hour that began"), figures("Papers"))
    empty = Empty("nobody has voted yet", "each hour in which somebody votes is shown")
    return table(visit, "turnout", Table("Turnout hour by hour", columns, rows, empty))
