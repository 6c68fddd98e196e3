"""Surveys of all members: called with their questions; the ballot does the rest by itself."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from pydantic import AwareDatetime

from domain.ballots.ballot import Ballot
from domain.ballots.choices import Choices
from domain.ballots.choosing import Choosing, Options
from domain.ballots.survey import CALLED_BY, hours_of, questions_of, terms_of_survey
from domain.ballots.terms import Question
from domain.elections.lot import LotSource
from domain.kernel.ids import derived
from domain.kernel.refusal import BadInput
from domain.kernel.sane import Line
from domain.rules.governing import Governing
from domain.text.text import Text, digest
from services.application.case import Case
from services.application.command import VERBS, Command


class CallSurvey(Command):
    """Ask all members what they would put first; nothing is decided by it.

    It lasts as long as the rulebook says.  `lot`: the public value from which ties are drawn.
    """

    title: Line
    questions: tuple[Options, ...]
    opens: AwareDatetime
    lot: LotSource


@VERBS.handles(CallSurvey)
def call_survey(case: Case, command: CallSurvey) -> None:
    act = case.act_by_power(CALLED_BY)
    rules = Governing(opening=case.edition, current=case.edition)
    if command.opens <= case.now:
        raise BadInput("A survey opens later than it is called, so that members know of it.")
    survey, hours = case.id_for("survey"), hours_of(command.opens, rules)
    asked = questions_of(command.questions, rules)
    called = Ballot.call(
        survey,
        act,
        title=command.title,
        parent=None,
        questions=tuple(_on_the_paper(survey, asked)),
        hours=hours,
        rules=rules,
        terms=terms_of_survey(case.now, hours, rules),
    )
    case.add(called)
    case.add(Choices.put(called, act, asked, command.lot))


def _on_the_paper(survey: UUID, asked: tuple[Choosing, ...]) -> Iterator[Question]:
    for one in asked:
        said = Text.from_plain("\n\n".join((one.title, *one.names)))
        subject = derived(survey, "question", one.place)
        yield Question(subject=subject, number=one.place, title=one.title, digest=digest(said))
