"""Who is a member, since when, and where they belong: the table from which rolls are written.

It holds no name and no address; a membership number is all that it knows of a person.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.bodies.member import Member
from projections.changing import ACT, change, end
from projections.projection import Projection, RecordedAct, Rows, on
from projections.timeline import Timeline

MEMBERS = Timeline(
    table="members",
    key={"person": "uuid"},
    columns={
        "number": "text NOT NULL",
        "joined_on": "date NOT NULL",
        "grp": "uuid",
        "region": "text",
        **ACT,
    },
)

_JOIN = (
    "INSERT INTO members (person, number, joined_on, grp, region, act, valid)"
    " SELECT person, number, joined_on, grp, region, act, tstzrange(since, NULL)"
    " FROM unnest(%s::uuid[], %s::text[], %s::date[], %s::uuid[], %s::text[], %s::uuid[],"
    " %s::timestamptz[]) AS joined (person, number, joined_on, grp, region, act, since)"
)


class Members(Projection):
    """Memberships over time.  New members come in by the thousand, so they are entered together."""

    name = "members"
    ddl = MEMBERS.ddl + (
        "CREATE INDEX members_by_number ON members (number);\n"
        "CREATE INDEX members_by_group ON members (grp);\n"
    )

    def apply(self, cur: Rows, acts: Sequence[RecordedAct]) -> None:
        joining: list[RecordedAct] = []
        for act in acts:
            if isinstance(act.event, Member.Joined):
                joining.append(act)
            elif isinstance(act.event, Member.Moved | Member.Left):
                _enter(cur, joining)
                joining = []
                self.apply_one(cur, act)
        _enter(cur, joining)

    @on(Member.Joined)
    def joined(self, cur: Rows, act: RecordedAct[Member.Joined]) -> None:
        _enter(cur, [act])

    @on(Member.Moved)
    def moved(self, cur: Rows, act: RecordedAct[Member.Moved]) -> None:
        person = {"person": act.event.originator_id}
        change(cur, MEMBERS, act, person, {"grp": act.event.group, "region": act.event.region})

    @on(Member.Left)
    def left(self, cur: Rows, act: RecordedAct[Member.Left]) -> None:
        end(cur, MEMBERS, act, {"person": act.event.originator_id})


def _enter(cur: Rows, joining: Sequence[RecordedAct]) -> None:
    rows = [
        (
            event.originator_id,
            event.number,
            event.joined_on,
            event.group,
            event.region,
            event.event_id,
            event.act.occurred_at,
        )
        for act in joining
        if isinstance(event := act.event, Member.Joined)
    ]
    if rows:
        cur.execute(_JOIN, [list(column) for column in zip(*rows, strict=True)])
