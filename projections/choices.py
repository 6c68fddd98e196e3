"""What ballots of members choose between, question by question: the options, a tie, the count.

Who marked what is in no table; a ballot's own row says when it is declared.
"""

from __future__ import annotations

from domain.ballots.choices import Choices
from projections.changing import ACT, as_json, change, put
from projections.projection import Projection, RecordedAct, Rows, on
from projections.timeline import Timeline

CHOICES = Timeline(
    table="ballot_choices",
    key={"ballot": "uuid", "place": "integer"},
    columns={
        "title": "text NOT NULL",
        "way": "text NOT NULL",
        "rule": "text NOT NULL",
        "seats": "integer NOT NULL",
        "settled": "jsonb NOT NULL",
        "lot": "jsonb NOT NULL",
        "open_tie": "jsonb",
        "lot_value": "text",
        "lot_seed": "text",
        "result": "jsonb",
        "stands": "boolean",
        "because": "text",
        **ACT,
    },
)


class BallotChoices(Projection):
    """The questions of ballots that choose, over time."""

    name = "ballot_choices"
    ddl = CHOICES.ddl

    @on(Choices.Put)
    def put(self, cur: Rows, act: RecordedAct[Choices.Put]) -> None:
        event = act.event
        for question in event.questions:
            values = {
                "title": question.title,
                "way": question.way,
                "rule": question.settled.terms.rule,
                "seats": question.settled.contest.seats,
                "settled": as_json(question.settled),
                "lot": as_json(event.lot),
                **dict.fromkeys(("open_tie", "lot_value", "lot_seed", "result")),
                **dict.fromkeys(("stands", "because")),
            }
            key = {"ballot": event.ballot, "place": question.place}
            put(cur, CHOICES, act, key, values)

    @on(Choices.TieLeftOpen)
    def tie_left_open(self, cur: Rows, act: RecordedAct[Choices.TieLeftOpen]) -> None:
        tied = act.event.tied
        which = {"ballot": _ballot(act), "place": tied.place}
        change(cur, CHOICES, act, which, {"open_tie": as_json(tied.tie)})

    @on(Choices.LotValueRecorded)
    def lot_value_recorded(self, cur: Rows, act: RecordedAct[Choices.LotValueRecorded]) -> None:
        drawn = {"open_tie": None, "lot_value": act.event.value, "lot_seed": act.event.seed}
        change(cur, CHOICES, act, {"ballot": _ballot(act)}, drawn)

    @on(Choices.Counted)
    def counted(self, cur: Rows, act: RecordedAct[Choices.Counted]) -> None:
        for one in act.event.chosen:
            told = {"result": as_json(one.result), "stands": one.stands, "because": one.because}
            change(cur, CHOICES, act, {"ballot": _ballot(act), "place": one.place}, told)


def _ballot(act: RecordedAct) -> object:
    return act.event.act.process_id
