"""Answers which places fell empty within their term, and how each is, or was, filled."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from domain.kernel.refusal import NotFound
from projections.timeline import AS_OF
from services.reading.view import Answer, Reading, View, body_name_of


class VacancyLine(Answer):
    """One place; `state` is a `domain.elections.vacancy.State`, `name` whoever left it.

    `asked` has until `due` to answer.  `because` is the end of the count by which they are asked,
    or why it is not filled by the papers.
    """

    vacancy: UUID
    election: UUID
    body: UUID
    slug: str
    body_name: str | None
    title: str
    section: str
    name: str
    person: UUID
    rule: str
    arose_at: datetime
    state: str
    asked: UUID | None
    asked_name: str | None
    due: datetime | None
    because: str | None
    by_election: UUID | None
    filled_by: UUID | None
    filled_name: str | None
    since: datetime
    act: UUID


class AnswerLine(Answer):
    """Somebody who was asked to take it, and what came of that, in words."""

    name: str
    person: UUID
    answer: str
    since: datetime
    act: UUID


class Vacancy(Answer):
    """One place with everybody who was asked."""

    view: View
    vacancy: VacancyLine
    answers: tuple[AnswerLine, ...]


_VACANCIES = f"""
    SELECT vacancy, election, body, (SELECT b.slug FROM bodies b WHERE b.body = v.body LIMIT 1)
           AS slug, {body_name_of("v.body")} AS body_name, title, section, name, person, rule,
           arose_at, state, asked, asked_name, due, because, by_election, filled_by, filled_name,
           lower(valid) AS since, act
    FROM vacancies v
    WHERE {AS_OF} AND (%(vacancy)s::uuid IS NULL OR vacancy = %(vacancy)s)
      AND (%(election)s::uuid IS NULL OR election = %(election)s)
    ORDER BY arose_at DESC, vacancy
"""
_ANSWERS = f"""
    SELECT name, person, answer, lower(valid) AS since, act FROM vacancy_answers
    WHERE vacancy = %(vacancy)s AND {AS_OF} ORDER BY since, person
"""


def of_election(at: Reading, election: UUID) -> tuple[VacancyLine, ...]:
    """The places that those left whom an election elected."""
    return _lines(at, election=election)


def vacancy(at: Reading, vacancy: UUID) -> Vacancy:
    """One place; raises `NotFound`."""
    lines = _lines(at, vacancy=vacancy)
    if not lines:
        raise NotFound(f"There is no empty place with the id {vacancy} at that moment.")
    answers = at.all(AnswerLine, _ANSWERS, vacancy=vacancy)
    return Vacancy(view=at.view, vacancy=lines[0], answers=answers)


def _lines(
    at: Reading, vacancy: UUID | None = None, election: UUID | None = None
) -> tuple[VacancyLine, ...]:
    return at.all(VacancyLine, _VACANCIES, vacancy=vacancy, election=election)
