"""What a proposal asks for now and asked for before, who stands behind it, and what came of it.

Every version is kept whole.  What was moved on the text is `amendments`' question.
"""

from __future__ import annotations

from domain.cycle.asked import Asked
from domain.cycle.proposal import Proposal
from projections.changing import ACT, Facts, as_json, change, moment_of, put
from projections.projection import Projection, RecordedAct, Rows, on
from projections.timeline import Timeline

PROPOSALS = Timeline(
    table="proposals",
    key={"proposal": "uuid"},
    columns={
        "cycle": "uuid NOT NULL",
        "title": "text NOT NULL",
        "state": "text NOT NULL",
        "number": "integer",
        "drafter": "uuid NOT NULL",
        "grp": "uuid",
        "meeting": "uuid",
        "drafted": "timestamptz NOT NULL",
        "because": "text",
        "merged_into": "uuid",
        "yes": "integer",
        "no": "integer",
        "decided": "timestamptz",
        "rulebook_version": "integer",
        **ACT,
    },
)
VERSIONS = Facts(
    table="proposal_versions",
    key={"proposal": "uuid", "version": "integer"},
    columns={"made_by": "text NOT NULL", "note": "text NOT NULL", "asked": "jsonb NOT NULL"},
)
PARENTS = Facts(
    table="proposal_parents",
    key={"proposal": "uuid", "place": "integer"},
    columns={"parent": "uuid NOT NULL"},
)
SUPPORTERS = Facts(
    table="proposal_supporters",
    key={"proposal": "uuid", "person": "uuid"},
    columns={"position": "bigint NOT NULL"},
)
PASSED_ON = Facts(
    table="texts_passed_on",
    key={"proposal": "uuid", "stage": "text"},
    columns={
        "procedure": "text NOT NULL",
        "asked": "jsonb NOT NULL",
        "taken": "text[] NOT NULL",
        "unsettled": "jsonb NOT NULL",
    },
)
COUNTERS = Timeline(
    table="counter_proposals",
    key={"proposal": "uuid", "position": "bigint"},
    columns={
        "asked": "jsonb NOT NULL",
        "reason": "text NOT NULL",
        "put_at": "timestamptz NOT NULL",
        "taken": "boolean",
        "because": "text",
        "considered_at": "timestamptz",
        **ACT,
    },
)

_NEW_VERSION = """
    INSERT INTO proposal_versions (proposal, version, made_by, note, asked, since, act)
    SELECT %(proposal)s, coalesce(max(version), 0) + 1, %(made_by)s, %(note)s, %(asked)s::jsonb,
           %(since)s, %(act)s
    FROM proposal_versions WHERE proposal = %(proposal)s
"""


class Proposals(Projection):
    """Proposals over time, with every version of what they ask for."""

    name = "proposals"
    ddl = (
        PROPOSALS.ddl
        + VERSIONS.ddl
        + PARENTS.ddl
        + SUPPORTERS.ddl
        + PASSED_ON.ddl
        + COUNTERS.ddl
        + "CREATE INDEX proposals_of_cycle ON proposals (cycle);\n"
    )

    @on(Proposal.Drafted)
    def drafted(self, cur: Rows, act: RecordedAct[Proposal.Drafted]) -> None:
        event, proposal = act.event, act.event.originator_id
        nothing_yet = dict.fromkeys(
            ("number", "because", "merged_into", "yes", "no", "decided", "rulebook_version")
        )
        values = {
            **nothing_yet,
            "cycle": event.cycle,
            "title": event.title,
            "state": "draft",
            "drafter": event.drafter.person,
            "grp": event.drafter.group,
            "meeting": event.drafter.meeting,
            "drafted": moment_of(act),
        }
        put(cur, PROPOSALS, act, {"proposal": proposal}, values)
        parents = enumerate(event.parents, start=1)
        PARENTS.add(
            cur, act, *({"proposal": proposal, "place": n, "parent": p} for n, p in parents)
        )
        _add_version(cur, act, event.asked, "drafted")

    @on(Proposal.Revised)
    def revised(self, cur: Rows, act: RecordedAct[Proposal.Revised]) -> None:
        _add_version(cur, act, act.event.asked, "revised", act.event.note)

    @on(Proposal.TextAmended)
    def amended(self, cur: Rows, act: RecordedAct[Proposal.TextAmended]) -> None:
        _add_version(cur, act, act.event.asked, "amended", ", ".join(act.event.applied))

    @on(Proposal.SupportGiven)
    def supported(self, cur: Rows, act: RecordedAct[Proposal.SupportGiven]) -> None:
        row = {"proposal": act.event.originator_id, "person": act.event.person}
        SUPPORTERS.add(cur, act, row | {"position": act.position})

    @on(Proposal.HandedIn)
    def handed_in(self, cur: Rows, act: RecordedAct[Proposal.HandedIn]) -> None:
        _become(cur, act, {"state": "handed in", "number": act.event.number})

    @on(Proposal.Withdrawn)
    def withdrawn(self, cur: Rows, act: RecordedAct[Proposal.Withdrawn]) -> None:
        _become(cur, act, {"state": "withdrawn", "because": act.event.reason})

    @on(Proposal.MergedInto)
    def merged(self, cur: Rows, act: RecordedAct[Proposal.MergedInto]) -> None:
        _become(cur, act, {"state": "merged", "merged_into": act.event.composite})

    @on(Proposal.TextPassedOn)
    def passed_on(self, cur: Rows, act: RecordedAct[Proposal.TextPassedOn]) -> None:
        event = act.event
        row = {
            "proposal": event.originator_id,
            "stage": event.stage,
            "procedure": event.procedure,
            "asked": as_json(event.asked),
            "taken": list(event.order),
            "unsettled": as_json(event.unsettled),
        }
        PASSED_ON.add(cur, act, row)

    @on(Proposal.CounterProposalPut)
    def countered(self, cur: Rows, act: RecordedAct[Proposal.CounterProposalPut]) -> None:
        values = {
            "asked": as_json(act.event.asked),
            "reason": act.event.reason,
            "put_at": moment_of(act),
            "taken": None,
            "because": None,
            "considered_at": None,
        }
        key = {"proposal": act.event.originator_id, "position": act.position}
        put(cur, COUNTERS, act, key, values)

    @on(Proposal.CounterProposalConsidered)
    def considered(self, cur: Rows, act: RecordedAct[Proposal.CounterProposalConsidered]) -> None:
        event = act.event
        if event.taken:
            cur.execute(_TAKE_COUNTER, {"proposal": event.originator_id, **_stamp(act)})
        newest = _newest_counter(cur, act)
        outcome = {"taken": event.taken, "because": event.because, "considered_at": moment_of(act)}
        change(cur, COUNTERS, act, newest, outcome)

    @on(Proposal.Decided)
    def decided(self, cur: Rows, act: RecordedAct[Proposal.Decided]) -> None:
        verdict = act.event.verdict
        values = {
            "state": "carried" if verdict.carried else "lost",
            "decided": moment_of(act),
            **verdict.model_dump(include={"yes", "no", "because"}),
        }
        _become(cur, act, values)

    @on(Proposal.Enacted)
    def enacted(self, cur: Rows, act: RecordedAct[Proposal.Enacted]) -> None:
        _become(cur, act, {"state": "enacted", "rulebook_version": act.event.edition})


_TAKE_COUNTER = """
    INSERT INTO proposal_versions (proposal, version, made_by, note, asked, since, act)
    SELECT %(proposal)s,
           (SELECT max(version) + 1 FROM proposal_versions WHERE proposal = %(proposal)s),
           'counter-proposal taken', reason, asked, %(since)s, %(act)s
    FROM counter_proposals WHERE proposal = %(proposal)s AND upper_inf(valid) AND taken IS NULL
    ORDER BY position DESC LIMIT 1
"""


def _newest_counter(cur: Rows, act: RecordedAct) -> dict[str, object]:
    proposal = act.event.originator_id
    cur.execute("SELECT max(position) FROM counter_proposals WHERE proposal = %s", (proposal,))
    row = cur.fetchone()
    return {"proposal": proposal, "position": row[0] if row else None}


def _become(cur: Rows, act: RecordedAct, values: dict[str, object]) -> None:
    change(cur, PROPOSALS, act, {"proposal": act.event.originator_id}, values)


def _add_version(cur: Rows, act: RecordedAct, asked: Asked, made_by: str, note: str = "") -> None:
    words = {"asked": as_json(asked), "made_by": made_by, "note": note, **_stamp(act)}
    cur.execute(_NEW_VERSION, {"proposal": act.event.originator_id, **words})


def _stamp(act: RecordedAct) -> dict[str, object]:
    return {"since": moment_of(act), "act": act.event.event_id}
