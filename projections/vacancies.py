"""Places that fell empty within their term: who left them, who is asked, and who has them now."""

from __future__ import annotations

from domain.elections.vacancy import State, Vacancy, first_of
from projections.changing import ACT, change, moment_of, put
from projections.projection import Projection, RecordedAct, Rows, on
from projections.timeline import Timeline

VACANCIES = Timeline(
    table="vacancies",
    key={"vacancy": "uuid"},
    columns={
        "election": "uuid NOT NULL",
        "body": "uuid NOT NULL",
        "title": "text NOT NULL",
        "section": "text NOT NULL",
        "name": "text NOT NULL",
        "person": "uuid NOT NULL",
        "rule": "text NOT NULL",
        "arose_at": "timestamptz NOT NULL",
        "state": "text NOT NULL",
        "asked": "uuid",
        "asked_name": "text",
        "due": "timestamptz",
        "because": "text",
        "by_election": "uuid",
        "filled_by": "uuid",
        "filled_name": "text",
        **ACT,
    },
)
ANSWERS = Timeline(
    table="vacancy_answers",
    key={"vacancy": "uuid", "person": "uuid"},
    columns={"name": "text NOT NULL", "answer": "text NOT NULL", **ACT},
)
ASKED, DECLINED, SILENT, TOOK = "asked", "declined", "said nothing in time", "took it"
NOBODY = {"asked": None, "asked_name": None, "due": None}


class Vacancies(Projection):
    """Places that fell empty, with everybody who was asked to take them."""

    name = "vacancies"
    ddl = (
        VACANCIES.ddl
        + ANSWERS.ddl
        + "CREATE INDEX vacancies_of ON vacancies (election);\n"
        + "CREATE INDEX vacancies_asked ON vacancies (asked) WHERE asked IS NOT NULL;\n"
    )

    @on(Vacancy.Arose)
    def arose(self, cur: Rows, act: RecordedAct[Vacancy.Arose]) -> None:
        event, place = act.event, act.event.place
        told = {
            "election": event.election,
            "body": event.body,
            "title": event.title,
            "section": place.section,
            "name": place.left.name,
            "person": place.left.person,
            "rule": place.rule,
            "arose_at": moment_of(act),
            "state": first_of(place),
            **NOBODY,
            "because": None,
            "by_election": None,
            "filled_by": None,
            "filled_name": None,
        }
        put(cur, VACANCIES, act, {"vacancy": event.originator_id}, told)

    @on(Vacancy.Offered)
    def offered(self, cur: Rows, act: RecordedAct[Vacancy.Offered]) -> None:
        event = act.event
        told = {
            "state": State.OFFERED,
            "asked": event.person,
            "asked_name": event.name,
            "due": event.due,
            "because": event.count.stages[-1].explanation if event.count.stages else None,
        }
        change(cur, VACANCIES, act, {"vacancy": event.originator_id}, told)
        key = {"vacancy": event.originator_id, "person": event.person}
        put(cur, ANSWERS, act, key, {"name": event.name, "answer": ASKED})

    @on(Vacancy.Declined)
    def declined(self, cur: Rows, act: RecordedAct[Vacancy.Declined]) -> None:
        self._passed_over(cur, act, DECLINED)

    @on(Vacancy.Lapsed)
    def lapsed(self, cur: Rows, act: RecordedAct[Vacancy.Lapsed]) -> None:
        self._passed_over(cur, act, SILENT)

    def _passed_over(
        self, cur: Rows, act: RecordedAct[Vacancy.Declined | Vacancy.Lapsed], answer: str
    ) -> None:
        vacancy = {"vacancy": act.event.originator_id}
        told = {"state": State.SEEKING, **NOBODY, "because": None}
        change(cur, VACANCIES, act, vacancy, told)
        change(cur, ANSWERS, act, {**vacancy, "person": act.event.person}, {"answer": answer})

    @on(Vacancy.LeftToMembers)
    def left_to_members(self, cur: Rows, act: RecordedAct[Vacancy.LeftToMembers]) -> None:
        told = {"state": State.BY_ELECTION, "because": act.event.reason}
        change(cur, VACANCIES, act, {"vacancy": act.event.originator_id}, told)

    @on(Vacancy.ByElectionCalled)
    def by_election_called(self, cur: Rows, act: RecordedAct[Vacancy.ByElectionCalled]) -> None:
        key = {"vacancy": act.event.originator_id}
        change(cur, VACANCIES, act, key, {"by_election": act.event.election})

    @on(Vacancy.Filled)
    def filled(self, cur: Rows, act: RecordedAct[Vacancy.Filled]) -> None:
        event, vacancy = act.event, {"vacancy": act.event.originator_id}
        who = {"filled_by": event.person, "filled_name": event.name}
        change(cur, VACANCIES, act, vacancy, {"state": State.FILLED, **NOBODY, **who})
        key = {**vacancy, "person": event.person}
        change(cur, ANSWERS, act, key, {"answer": TOOK})

    @on(Vacancy.Overtaken)
    def overtaken(self, cur: Rows, act: RecordedAct[Vacancy.Overtaken]) -> None:
        told = {"state": State.OVERTAKEN, **NOBODY, "because": act.event.reason}
        change(cur, VACANCIES, act, {"vacancy": act.event.originator_id}, told)
