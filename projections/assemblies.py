"""Who was sent to an assembly, when it sat, and how it voted."""

from __future__ import annotations

from domain.cycle.assembly import Assembly
from projections.changing import ACT, Facts, change, moment_of, put
from projections.projection import Projection, RecordedAct, Rows, on
from projections.timeline import Timeline

ASSEMBLIES = Timeline(
    table="assemblies",
    key={"assembly": "uuid"},
    columns={
        "cycle": "uuid NOT NULL",
        "stage": "text NOT NULL",
        "title": "text NOT NULL",
        "convened": "timestamptz NOT NULL",
        "due": "timestamptz NOT NULL",
        "closed": "timestamptz",
        "governing_version": "integer NOT NULL",
        **ACT,
    },
)
DELEGATES = Facts(
    table="delegates",
    key={"assembly": "uuid", "person": "uuid"},
    columns={"grp": "uuid NOT NULL", "name": "text NOT NULL", "position": "bigint NOT NULL"},
)
SITTINGS = Facts(
    table="sittings",
    key={"assembly": "uuid", "position": "bigint"},
    columns={"present": "integer NOT NULL", "needed": "integer NOT NULL"},
)
VOTES = Facts(
    table="assembly_votes",
    key={"assembly": "uuid", "number": "integer"},
    columns={
        "proposal": "uuid NOT NULL",
        "question": "text NOT NULL",
        "subjects": "text[] NOT NULL",
        "in_favour": "integer NOT NULL",
        "against": "integer NOT NULL",
        "abstained": "integer NOT NULL",
        "present": "integer NOT NULL",
        "carried": "boolean NOT NULL",
        "because": "text NOT NULL",
        "for_the_paper": "boolean NOT NULL",
    },
)


class Assemblies(Projection):
    """Assemblies over time, with delegates, sittings and votes."""

    name = "assemblies"
    ddl = (
        ASSEMBLIES.ddl
        + DELEGATES.ddl
        + SITTINGS.ddl
        + VOTES.ddl
        + "CREATE INDEX assembly_votes_on ON assembly_votes (proposal);\n"
    )

    @on(Assembly.Convened)
    def convened(self, cur: Rows, act: RecordedAct[Assembly.Convened]) -> None:
        event = act.event
        values = {
            "cycle": event.parent,
            "stage": event.stage,
            "title": event.stage.heading,
            "convened": moment_of(act),
            "due": event.due,
            "closed": None,
            "governing_version": event.edition,
        }
        put(cur, ASSEMBLIES, act, {"assembly": event.originator_id}, values)

    @on(Assembly.DelegateRegistered)
    def registered(self, cur: Rows, act: RecordedAct[Assembly.DelegateRegistered]) -> None:
        delegate = act.event.delegate
        row = {
            "assembly": act.event.originator_id,
            "person": delegate.person,
            "grp": delegate.group,
            "name": delegate.name,
            "position": act.position,
        }
        DELEGATES.add(cur, act, row)

    @on(Assembly.SittingOpened)
    def sat(self, cur: Rows, act: RecordedAct[Assembly.SittingOpened]) -> None:
        event = act.event
        row = {
            "assembly": event.originator_id,
            "position": act.position,
            "present": event.present,
            "needed": event.needed,
        }
        SITTINGS.add(cur, act, row)

    @on(Assembly.VoteTaken)
    def voted(self, cur: Rows, act: RecordedAct[Assembly.VoteTaken]) -> None:
        vote = act.event.vote
        row = {
            "assembly": act.event.originator_id,
            **vote.model_dump(exclude={"subjects", "votes"}),
            **vote.votes.model_dump(),
            "subjects": list(vote.subjects),
        }
        VOTES.add(cur, act, row)

    @on(Assembly.Extended)
    def extended(self, cur: Rows, act: RecordedAct[Assembly.Extended]) -> None:
        which = {"assembly": act.event.originator_id}
        change(cur, ASSEMBLIES, act, which, {"due": act.event.due})

    @on(Assembly.Closed)
    def closed(self, cur: Rows, act: RecordedAct[Assembly.Closed]) -> None:
        which = {"assembly": act.event.originator_id}
        change(cur, ASSEMBLIES, act, which, {"closed": moment_of(act)})
