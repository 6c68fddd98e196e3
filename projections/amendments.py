"""What was moved on each text, by whom, in which assembly it is decided, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.cycle.calendar import StageName
from domain.cycle.held import Fate, Held, Overtaken
from domain.cycle.proposal import Proposal
from domain.text.amendment.change import Amendment, AmendmentId
from projections.changing import ACT, Facts, as_json, change, envelope, moment_of, put
from projections.projection import Projection, RecordedAct, Rows, on
from projections.timeline import Timeline

AMENDMENTS = Timeline(
    table="amendments",
    key={"proposal": "uuid", "amendment": "text"},
    columns={
        "decided_in": "text NOT NULL",
        "moved_by": "uuid NOT NULL",
        "grp": "uuid",
        "mover": "text NOT NULL",
        "reason": "text NOT NULL",
        "moved_at": "timestamptz NOT NULL",
        "place": "bigint NOT NULL",
        "parent": "text",
        "part_of": "text",
        "content": "jsonb NOT NULL",
        "fate": "text NOT NULL",
        "because": "text NOT NULL",
        "vote": "integer",
        "applied": "boolean NOT NULL",
        "is_alternative": "boolean NOT NULL",
        "support": "text",
        **ACT,
    },
)
CHOICES = Facts(
    table="collision_choices",
    key={"proposal": "uuid", "position": "bigint"},
    columns={"collision": "text NOT NULL", "choice": "jsonb NOT NULL", "vote": "integer NOT NULL"},
)
REFERRED = Facts(
    table="paragraphs_referred_back",
    key={"proposal": "uuid", "position": "bigint"},
    columns={"paragraph": "text NOT NULL", "reason": "text NOT NULL"},
)
_OPEN = {"fate": str(Fate.MOVED)}


class Amendments(Projection):
    """Amendments over time, with choices between those that collide."""

    name = "amendments"
    ddl = AMENDMENTS.ddl + CHOICES.ddl + REFERRED.ddl

    @on(Proposal.AmendmentMoved)
    def moved(self, cur: Rows, act: RecordedAct[Proposal.AmendmentMoved]) -> None:
        _enter(cur, act, act.event.held, _Origin(envelope(act).on_behalf_of, moment_of(act)))

    @on(Proposal.AmendmentDivided)
    def divided(self, cur: Rows, act: RecordedAct[Proposal.AmendmentDivided]) -> None:
        _change(cur, act, [act.event.amendment], _met(Fate.DIVIDED, "put in parts"))
        for part in act.event.parts:
            _enter_part(cur, act, part, act.event.amendment)

    @on(Proposal.AmendmentWithdrawn)
    def withdrawn(self, cur: Rows, act: RecordedAct[Proposal.AmendmentWithdrawn]) -> None:
        fate = _met(Fate.WITHDRAWN, "withdrawn by its mover")
        _change(cur, act, [act.event.amendment], fate)

    @on(Proposal.AmendmentsDecided)
    def decided(self, cur: Rows, act: RecordedAct[Proposal.AmendmentsDecided]) -> None:
        event = act.event
        _change(cur, act, event.amendments, {**_met(event.fate, event.because), "vote": event.vote})

    @on(Proposal.CollisionSettled)
    def settled(self, cur: Rows, act: RecordedAct[Proposal.CollisionSettled]) -> None:
        event = act.event
        row = {
            "proposal": event.originator_id,
            "position": act.position,
            "collision": event.choice.collision,
            "choice": as_json(event.choice),
            "vote": event.vote,
        }
        CHOICES.add(cur, act, row)

    @on(Proposal.ParagraphReferredBack)
    def referred_back(self, cur: Rows, act: RecordedAct[Proposal.ParagraphReferredBack]) -> None:
        event = act.event
        row = {
            "proposal": event.originator_id,
            "position": act.position,
            "paragraph": event.paragraph,
            "reason": event.reason,
        }
        REFERRED.add(cur, act, row)
        for held in event.referred:
            whole, _, part = held.id.rpartition("/")
            if part and whole and not _is_known(cur, act, held.id):
                _enter_part(cur, act, held, AmendmentId(whole))
            else:
                back = {**_met(held.fate, held.because), **_content(held.amendment)}
                _change(cur, act, [held.id], back)
        _replace(cur, act, event.remaining)

    @on(Proposal.TextAmended)
    def text_amended(self, cur: Rows, act: RecordedAct[Proposal.TextAmended]) -> None:
        event = act.event
        _change(cur, act, event.applied, {"applied": True})
        _carry_over(cur, act, event.rebased, event.overtaken)

    @on(Proposal.CounterProposalConsidered)
    def considered(self, cur: Rows, act: RecordedAct[Proposal.CounterProposalConsidered]) -> None:
        _carry_over(cur, act, act.event.rebased, act.event.overtaken)

    @on(Proposal.AlternativeKept)
    def alternative_kept(self, cur: Rows, act: RecordedAct[Proposal.AlternativeKept]) -> None:
        kept = act.event.alternative
        values = {"is_alternative": True, "support": kept.support}
        _change(cur, act, [kept.amendment], {**values, **_content(act.event.amendment)})

    @on(Proposal.TextPassedOn)
    def passed_on(self, cur: Rows, act: RecordedAct[Proposal.TextPassedOn]) -> None:
        still_open = {"proposal": act.event.originator_id, **_OPEN}
        if act.event.stage is StageName.SECOND_ASSEMBLY:
            because = "the assembly ended before it was reached"
            change(cur, AMENDMENTS, act, still_open, _met(Fate.NOT_REACHED, because))
        else:
            later = {"decided_in": str(StageName.SECOND_ASSEMBLY)}
            change(cur, AMENDMENTS, act, still_open, later)


@dataclass(frozen=True)
class _Origin:
    """For which body an amendment was moved, when, and of what it is a part."""

    group: UUID | None
    moved_at: datetime
    part_of: str | None = None


def _enter(cur: Rows, act: RecordedAct, held: Held, origin: _Origin) -> None:
    values = {
        **held.model_dump(exclude={"amendment"}),
        **_content(held.amendment),
        "grp": origin.group,
        "mover": held.amendment.mover,
        "moved_at": origin.moved_at,
        "place": act.position,
        "parent": held.amendment.parent,
        "part_of": origin.part_of,
        "vote": None,
        "is_alternative": False,
        "support": None,
    }
    key = {"proposal": act.event.originator_id, "amendment": held.id}
    put(cur, AMENDMENTS, act, key, values)


def _enter_part(cur: Rows, act: RecordedAct, part: Held, whole: AmendmentId) -> None:
    """A part has its mover and its moment from the amendment that it is a part of."""
    cur.execute(
        "SELECT grp, moved_at FROM amendments WHERE proposal = %s AND amendment = %s"
        " AND upper_inf(valid)",
        (act.event.originator_id, whole),
    )
    row = cur.fetchone()
    group, moved_at = row or (None, moment_of(act))
    _enter(cur, act, part, _Origin(group, moved_at, whole))


def _is_known(cur: Rows, act: RecordedAct, amendment: str) -> bool:
    cur.execute(
        "SELECT FROM amendments WHERE proposal = %s AND amendment = %s",
        (act.event.originator_id, amendment),
    )
    return cur.fetchone() is not None


def _carry_over(
    cur: Rows, act: RecordedAct, rebased: Iterable[Amendment], overtaken: Iterable[Overtaken]
) -> None:
    _replace(cur, act, rebased)
    for lost in overtaken:
        _change(cur, act, [lost.id], _met(Fate.OVERTAKEN, lost.because))


def _replace(cur: Rows, act: RecordedAct, amendments: Iterable[Amendment]) -> None:
    for amendment in amendments:
        _change(cur, act, [amendment.id], _content(amendment))


def _content(amendment: Amendment) -> dict[str, object]:
    return {"content": as_json(amendment)}


def _met(fate: Fate, because: str) -> dict[str, object]:
    return {"fate": str(fate), "because": because}


def _change(
    cur: Rows, act: RecordedAct, amendments: Iterable[str], values: dict[str, object]
) -> None:
    names = list(amendments)
    if names:
        which = {"proposal": act.event.originator_id, "amendment": names}
        change(cur, AMENDMENTS, act, which, values)
