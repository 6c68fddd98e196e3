"""Who was accredited to a meeting of delegates, and what each card vote came to."""

from __future__ import annotations

from uuid import UUID

from domain.meetings.credentials import Credentials
from domain.meetings.mandating import DelegateMandate
from projections.changing import ACT, Facts, change, end, moment_of, put
from projections.projection import Projection, RecordedAct, Rows, on
from projections.timeline import Timeline

CREDENTIALS = Timeline(
    table="credentials",
    key={"credentials": "uuid"},
    columns={"meeting": "uuid NOT NULL", "counted_on": "date NOT NULL", **ACT},
)
DELEGATIONS = Timeline(
    table="delegations",
    key={"meeting": "uuid", "slug": "text"},
    columns={
        "name": "text NOT NULL",
        "members": "integer NOT NULL",
        "places": "integer NOT NULL",
        "cards": "integer NOT NULL",
        **ACT,
    },
)
ACCREDITED = Timeline(
    table="accredited",
    key={"meeting": "uuid", "person": "uuid"},
    columns={
        "name": "text NOT NULL",
        "delegation": "text NOT NULL",
        "place": "integer NOT NULL",
        "part": "text NOT NULL",
        "speaks": "boolean NOT NULL",
        "proxy_held_by": "uuid",
        **ACT,
    },
)
CARD_VOTES = Timeline(
    table="card_votes",
    key={"meeting": "uuid", "number": "integer"},
    columns={
        "item": "integer NOT NULL",
        "motion": "integer",
        "question": "text NOT NULL",
        "called_at": "timestamptz NOT NULL",
        "in_favour": "bigint",
        "against": "bigint",
        "abstained": "bigint",
        "cards": "bigint",
        "carried": "boolean",
        "because": "text",
        **ACT,
    },
)
CAST = Facts(
    table="cards_cast",
    key={"meeting": "uuid", "number": "integer", "position": "bigint"},
    columns={
        "delegation": "text NOT NULL",
        "place": "integer",
        "answered_by": "uuid",
        "channel": "text NOT NULL",
        "in_favour": "integer NOT NULL",
        "against": "integer NOT NULL",
        "abstained": "integer NOT NULL",
    },
)

MANDATES = Timeline(
    table="delegate_mandates",
    key={"mandate": "uuid", "meeting": "uuid", "slug": "text", "item": "integer"},
    columns={"name": "text NOT NULL", "answer": "text", "words": "text NOT NULL", **ACT},
)


class CardVotes(Projection):
    """Credentials and card votes over time."""

    name = "card_votes"
    ddl = (
        CREDENTIALS.ddl
        + DELEGATIONS.ddl
        + ACCREDITED.ddl
        + CARD_VOTES.ddl
        + CAST.ddl
        + MANDATES.ddl
    )

    @on(Credentials.Opened)
    def opened(self, cur: Rows, act: RecordedAct[Credentials.Opened]) -> None:
        event = act.event
        values = {"meeting": event.meeting, "counted_on": event.counted_on}
        put(cur, CREDENTIALS, act, {"credentials": event.originator_id}, values)

    @on(Credentials.BegunAnew)
    def begun_anew(self, cur: Rows, act: RecordedAct[Credentials.BegunAnew]) -> None:
        counted = {"counted_on": act.event.counted_on}
        change(cur, CREDENTIALS, act, {"credentials": act.event.originator_id}, counted)
        for timeline in (DELEGATIONS, ACCREDITED):
            end(cur, timeline, act, _of(act))

    @on(Credentials.DelegationAdmitted)
    def delegation(self, cur: Rows, act: RecordedAct[Credentials.DelegationAdmitted]) -> None:
        values = act.event.delegation.model_dump(exclude={"slug"})
        which = {**_of(act), "slug": act.event.delegation.slug}
        put(cur, DELEGATIONS, act, which, values)

    @on(Credentials.DelegateAdmitted)
    def delegate(self, cur: Rows, act: RecordedAct[Credentials.DelegateAdmitted]) -> None:
        one = act.event.delegate
        values = {**one.model_dump(exclude={"person"}), "speaks": False, "proxy_held_by": None}
        put(cur, ACCREDITED, act, {**_of(act), "person": one.person}, values)

    @on(Credentials.DelegateEnded)
    def delegate_ended(self, cur: Rows, act: RecordedAct[Credentials.DelegateEnded]) -> None:
        meeting, person = _of(act)["meeting"], act.event.person
        end(cur, ACCREDITED, act, {"meeting": meeting, "person": person})
        theirs = {"meeting": meeting, "proxy_held_by": person}
        change(cur, ACCREDITED, act, theirs, {"proxy_held_by": None})

    @on(Credentials.PlaceTaken)
    def place_taken(self, cur: Rows, act: RecordedAct[Credentials.PlaceTaken]) -> None:
        meeting, person = _of(act)["meeting"], act.event.person
        cur.execute(
            "SELECT delegation, place FROM accredited"
            " WHERE meeting = %s AND person = %s AND upper_inf(valid)",
            (meeting, person),
        )
        for delegation, place in cur.fetchall():
            same = {"meeting": meeting, "delegation": delegation, "place": place, "speaks": True}
            change(cur, ACCREDITED, act, same, {"speaks": False})
        mine = {"meeting": meeting, "person": person}
        change(cur, ACCREDITED, act, mine, {"speaks": True, "proxy_held_by": None})

    @on(Credentials.ProxyGiven)
    def proxy(self, cur: Rows, act: RecordedAct[Credentials.ProxyGiven]) -> None:
        proxy = act.event.proxy
        which = {**_of(act), "person": proxy.principal}
        change(cur, ACCREDITED, act, which, {"proxy_held_by": proxy.holder})

    @on(Credentials.CardVoteCalled)
    def called(self, cur: Rows, act: RecordedAct[Credentials.CardVoteCalled]) -> None:
        empty = ("in_favour", "against", "abstained", "cards", "carried", "because")
        event = act.event
        told = {"item": event.item, "motion": event.motion, "question": event.question}
        values = {**told, "called_at": moment_of(act)}
        key = {**_of(act), "number": event.number}
        put(cur, CARD_VOTES, act, key, {**values, **dict.fromkeys(empty)})

    @on(Credentials.CardsCast, Credentials.RollCallAnswered)
    def cast(self, cur: Rows, act: RecordedAct) -> None:
        event = act.event
        assert isinstance(event, Credentials.CardsCast | Credentials.RollCallAnswered)
        answered = event.person if isinstance(event, Credentials.RollCallAnswered) else None
        row = {
            **_of(act),
            "number": event.number,
            "position": act.position,
            **event.cast.model_dump(exclude={"votes"}),
            **event.cast.votes.model_dump(),
            "answered_by": answered,
        }
        CAST.add(cur, act, row)

    @on(Credentials.CardVoteClosed)
    def closed(self, cur: Rows, act: RecordedAct[Credentials.CardVoteClosed]) -> None:
        result = act.event.result
        told = {**result.votes.model_dump(), **result.model_dump(exclude={"votes"})}
        change(cur, CARD_VOTES, act, {**_of(act), "number": act.event.number}, told)

    @on(DelegateMandate.Given)
    def mandated(self, cur: Rows, act: RecordedAct[DelegateMandate.Given]) -> None:
        event = act.event
        key = {"meeting": event.meeting, "slug": event.slug, "item": event.item}
        told = {"name": event.name, "answer": event.answer, "words": event.words}
        put(cur, MANDATES, act, {**key, "mandate": event.originator_id}, told)

    @on(DelegateMandate.Changed)
    def mandate_changed(self, cur: Rows, act: RecordedAct[DelegateMandate.Changed]) -> None:
        told = {"answer": act.event.answer, "words": act.event.words}
        change(cur, MANDATES, act, {"mandate": act.event.originator_id}, told)


def _of(act: RecordedAct) -> dict[str, UUID | None]:
    """The meeting that the credentials are for: the process of each of their acts."""
    return {"meeting": act.event.act.process_id}
