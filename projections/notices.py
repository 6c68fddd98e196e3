"""Which notices were served, by whom, on how many, and what came of it; and who is reached how.

No address and no single proof is in here: these lie in the address book and the outbox
(see `services.mail`), and what is kept of them here is a number, a commitment or an entry's name.
"""

from __future__ import annotations

from domain.notices.contact import Contact
from domain.notices.notice import Notice
from projections.changing import ACT, Facts, change, end, moment_of, put
from projections.projection import Projection, RecordedAct, Rows, on
from projections.timeline import Timeline

NOTICES = Timeline(
    table="notices",
    key={"notice": "uuid"},
    columns={
        "body": "uuid NOT NULL",
        "occasion": "text NOT NULL",
        "about": "uuid NOT NULL",
        "subject": "text NOT NULL",
        "text": "text NOT NULL",
        "goes_to": "text NOT NULL",
        "called": "timestamptz NOT NULL",
        "called_by": "uuid NOT NULL",
        "happens_at": "timestamptz",
        "due": "timestamptz",
        "period_rule": "text",
        "email_hours": "integer NOT NULL",
        "post_days": "integer NOT NULL",
        "addressees": "integer",
        "root": "text",
        "by_email": "integer",
        "by_post": "integer",
        "nowhere": "integer",
        "completed": "timestamptz",
        "served": "integer",
        "late": "integer",
        "unserved": "integer",
        **ACT,
    },
)
BATCHES = Facts(
    table="notice_batches",
    key={"notice": "uuid", "position": "bigint"},
    columns={
        "channel": "text NOT NULL",
        "count": "integer NOT NULL",
        "late": "integer NOT NULL",
        "first": "timestamptz NOT NULL",
        "last": "timestamptz NOT NULL",
        "root": "text",
    },
)
BOUNCES = Facts(
    table="notice_bounces",
    key={"notice": "uuid", "position": "bigint"},
    columns={
        "channel": "text NOT NULL",
        "count": "integer NOT NULL",
        "served": "boolean NOT NULL",
        "reason": "text NOT NULL",
    },
)
OMISSIONS = Facts(
    table="notice_omissions",
    key={"notice": "uuid", "person": "uuid"},
    columns={"accidental": "boolean NOT NULL", "reason": "text NOT NULL"},
)
CONTACTS = Timeline(
    table="contacts",
    key={"person": "uuid", "channel": "text"},
    columns={
        "entry": "uuid NOT NULL",
        "language": "text NOT NULL",
        "format": "text NOT NULL",
        "given": "timestamptz NOT NULL",
        **ACT,
    },
)
_LATER = (
    "addressees",
    "root",
    "by_email",
    "by_post",
    "nowhere",
    "completed",
    "served",
    "late",
    "unserved",
)


class Notices(Projection):
    """Notices over time with their batches, and by which entry each person is reached."""

    name = "notices"
    ddl = NOTICES.ddl + BATCHES.ddl + BOUNCES.ddl + OMISSIONS.ddl + CONTACTS.ddl

    @on(Notice.Called)
    def called(self, cur: Rows, act: RecordedAct[Notice.Called]) -> None:
        matter, terms = act.event.matter, act.event.terms
        values = {
            **dict.fromkeys(_LATER),
            "body": matter.body,
            "occasion": matter.occasion,
            "about": matter.about,
            "subject": matter.subject,
            "text": matter.text,
            "goes_to": matter.to,
            "called": moment_of(act),
            "called_by": act.event.act.actor,
            "happens_at": terms.happens_at,
            "due": terms.due,
            "period_rule": None if terms.period is None else terms.period.rule,
            "email_hours": terms.email_hours,
            "post_days": terms.post_days,
        }
        put(cur, NOTICES, act, {"notice": act.event.originator_id}, values)

    @on(Notice.Addressed)
    def addressed(self, cur: Rows, act: RecordedAct[Notice.Addressed]) -> None:
        told = act.event.addressees
        _become(cur, act, {"addressees": told.count, **told.model_dump(exclude={"count"})})

    @on(Notice.Served)
    def sent(self, cur: Rows, act: RecordedAct[Notice.Served]) -> None:
        BATCHES.add(cur, act, {**_at(act), **act.event.batch.model_dump()})

    @on(Notice.Posted)
    def posted(self, cur: Rows, act: RecordedAct[Notice.Posted]) -> None:
        event = act.event
        cur.execute(
            "SELECT due FROM notices WHERE notice = %s AND upper_inf(valid)", (event.originator_id,)
        )
        row = cur.fetchone()
        late = row is not None and row[0] is not None and event.deemed > row[0]
        counted = {"channel": "post", "count": event.letters, "late": event.letters if late else 0}
        times = {"first": event.deemed, "last": event.deemed, "root": None}
        BATCHES.add(cur, act, {**_at(act), **counted, **times})

    @on(Notice.Bounced)
    def bounced(self, cur: Rows, act: RecordedAct[Notice.Bounced]) -> None:
        event = act.event
        told = {"channel": event.channel, "count": len(event.people)}
        BOUNCES.add(cur, act, {**_at(act), **told, "served": event.served, "reason": event.reason})

    @on(Notice.Omitted)
    def omitted(self, cur: Rows, act: RecordedAct[Notice.Omitted]) -> None:
        event = act.event
        row = {
            "notice": event.originator_id,
            "person": event.person,
            "accidental": event.accidental,
            "reason": event.reason,
        }
        OMISSIONS.add(cur, act, row)

    @on(Notice.Completed)
    def complete(self, cur: Rows, act: RecordedAct[Notice.Completed]) -> None:
        event = act.event
        told = {"served": event.served, "late": event.late, "unserved": event.unserved}
        _become(cur, act, {"completed": moment_of(act), **told})

    @on(Contact.Given, Contact.Replaced)
    def given(self, cur: Rows, act: RecordedAct) -> None:
        event = act.event
        assert isinstance(event, Contact.Given | Contact.Replaced)
        reached = event.reached
        key = {"person": event.person, "channel": reached.channel}
        values = reached.model_dump(exclude={"channel"}) | {"given": moment_of(act)}
        put(cur, CONTACTS, act, key, values)

    @on(Contact.Withdrawn)
    def withdrawn(self, cur: Rows, act: RecordedAct[Contact.Withdrawn]) -> None:
        end(cur, CONTACTS, act, {"person": act.event.person, "channel": act.event.channel})


def _become(cur: Rows, act: RecordedAct, values: dict[str, object]) -> None:
    change(cur, NOTICES, act, {"notice": act.event.originator_id}, values)


def _at(act: RecordedAct) -> dict[str, object]:
    return {"notice": act.event.originator_id, "position": act.position}
