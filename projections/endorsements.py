"""Which endorsements there are, who asked, how it was decided, and what became of it since."""

from __future__ import annotations

from domain.endorsements.endorsement import Endorsement
from domain.endorsements.state import State
from projections.changing import ACT, Facts, change, moment_of, put
from projections.projection import Projection, RecordedAct, Rows, on
from projections.timeline import Timeline

ENDORSEMENTS = Timeline(
    table="endorsements",
    key={"endorsement": "uuid"},
    columns={
        "office": "text NOT NULL",
        "election": "text NOT NULL",
        "places": "integer NOT NULL",
        "route": "text NOT NULL",
        "called_at": "timestamptz NOT NULL",
        "asks_until": "timestamptz NOT NULL",
        "governing_version": "integer NOT NULL",
        "state": "text NOT NULL",
        "recommended": "text",
        "votes": "text",
        "ballot": "uuid",
        "because": "text",
        "settled_at": "timestamptz",
        "review_at": "timestamptz",
        **ACT,
    },
)
REQUESTS = Timeline(
    table="endorsement_requests",
    key={"endorsement": "uuid", "number": "integer"},
    columns={
        "person": "uuid",
        "name": "text NOT NULL",
        "statement": "text NOT NULL",
        "declaration": "text NOT NULL",
        "asked_at": "timestamptz NOT NULL",
        "state": "text NOT NULL",
        "reasons": "text",
        "heard_until": "timestamptz",
        **ACT,
    },
)
WORDS = Facts(
    table="endorsement_words",
    key={"endorsement": "uuid", "position": "bigint"},
    columns={"number": "integer", "kind": "text NOT NULL", "words": "text NOT NULL"},
)
ASKING, DECIDING, SETTLED, ENDED = "asking", "deciding", "settled", "ended"


class Endorsements(Projection):
    """Endorsements over time, with who asked and what was said of those who are endorsed."""

    name = "endorsements"
    ddl = ENDORSEMENTS.ddl + REQUESTS.ddl + WORDS.ddl

    @on(Endorsement.Called)
    def called(self, cur: Rows, act: RecordedAct[Endorsement.Called]) -> None:
        event, terms = act.event, act.event.terms
        told = {
            "office": event.office,
            "election": event.election,
            "places": event.places,
            "route": terms.route,
            "called_at": moment_of(act),
            "asks_until": terms.asks_until,
            "governing_version": terms.edition,
            "state": ASKING,
            **dict.fromkeys(("recommended", "votes", "ballot", "because")),
            **dict.fromkeys(("settled_at", "review_at")),
        }
        put(cur, ENDORSEMENTS, act, _of(act), told)

    @on(Endorsement.Asked)
    def asked(self, cur: Rows, act: RecordedAct[Endorsement.Asked]) -> None:
        event = act.event
        told = {
            "person": event.person,
            "name": event.name,
            "statement": event.statement,
            "declaration": event.declaration,
            "asked_at": moment_of(act),
            "state": State.ASKED,
            "reasons": None,
            "heard_until": None,
        }
        put(cur, REQUESTS, act, _of(act) | {"number": event.number}, told)

    @on(Endorsement.TakenBack)
    def taken_back(self, cur: Rows, act: RecordedAct[Endorsement.TakenBack]) -> None:
        _request(cur, act, act.event.number, state=State.TAKEN_BACK)

    @on(Endorsement.AskingClosed)
    def asking_closed(self, cur: Rows, act: RecordedAct[Endorsement.AskingClosed]) -> None:
        change(cur, ENDORSEMENTS, act, _of(act), {"state": DECIDING})

    @on(Endorsement.Recommended)
    def recommended(self, cur: Rows, act: RecordedAct[Endorsement.Recommended]) -> None:
        votes = act.event.votes
        told = f"{votes.votes_for}–{votes.votes_against}–{votes.abstained}"
        which = {"recommended": act.event.name, "votes": told}
        change(cur, ENDORSEMENTS, act, _of(act), which)

    @on(Endorsement.BallotCalled)
    def ballot_called(self, cur: Rows, act: RecordedAct[Endorsement.BallotCalled]) -> None:
        change(cur, ENDORSEMENTS, act, _of(act), {"ballot": act.event.ballot})

    @on(Endorsement.Settled)
    def settled(self, cur: Rows, act: RecordedAct[Endorsement.Settled]) -> None:
        event = act.event
        told = {
            "state": SETTLED,
            "because": event.because,
            "settled_at": moment_of(act),
            "review_at": event.review_at,
        }
        change(cur, ENDORSEMENTS, act, _of(act), told)
        lost = _of(act) | {"state": State.ASKED}
        if event.endorsed:
            won = lost | {"number": list(event.endorsed)}
            change(cur, REQUESTS, act, won, {"state": State.ENDORSED})
        change(cur, REQUESTS, act, lost, {"state": State.NOT_ENDORSED})

    @on(Endorsement.Reported)
    def reported(self, cur: Rows, act: RecordedAct[Endorsement.Reported]) -> None:
        _said(cur, act, "report", act.event.words, act.event.number)

    @on(Endorsement.Reviewed)
    def reviewed(self, cur: Rows, act: RecordedAct[Endorsement.Reviewed]) -> None:
        change(cur, ENDORSEMENTS, act, _of(act), {"review_at": act.event.review_at})
        _said(cur, act, "review", act.event.words)

    @on(Endorsement.WithdrawalProposed)
    def proposed(self, cur: Rows, act: RecordedAct[Endorsement.WithdrawalProposed]) -> None:
        event = act.event
        told = {"reasons": event.reasons, "heard_until": event.heard_until}
        _request(cur, act, event.number, **told)
        _said(cur, act, "proposal to withdraw", event.reasons, event.number)

    @on(Endorsement.Heard)
    def heard(self, cur: Rows, act: RecordedAct[Endorsement.Heard]) -> None:
        _said(cur, act, "answer", act.event.words, act.event.number)

    @on(Endorsement.WithdrawalDecided)
    def decided(self, cur: Rows, act: RecordedAct[Endorsement.WithdrawalDecided]) -> None:
        event = act.event
        state = State.WITHDRAWN if event.withdrawn else State.ENDORSED
        _request(cur, act, event.number, state=state, reasons=event.reasons, heard_until=None)
        kind = "support withdrawn" if event.withdrawn else "support kept"
        _said(cur, act, kind, event.reasons, event.number)

    @on(Endorsement.Ended)
    def ended(self, cur: Rows, act: RecordedAct[Endorsement.Ended]) -> None:
        change(cur, ENDORSEMENTS, act, _of(act), {"state": ENDED, "review_at": None})


def _of(act: RecordedAct) -> dict[str, object]:
    return {"endorsement": act.event.originator_id}


def _request(cur: Rows, act: RecordedAct, number: int, **told: object) -> None:
    change(cur, REQUESTS, act, _of(act) | {"number": number}, told)


def _said(cur: Rows, act: RecordedAct, kind: str, words: str, number: int | None = None) -> None:
    row = {**_of(act), "position": act.position, "number": number, "kind": kind, "words": words}
    WORDS.add(cur, act, row)
