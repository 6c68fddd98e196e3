"""A mandate of a group's delegates, given and changed, for the samples."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from domain.kernel.act import Act, Authority
from domain.kernel.ids import CONVENOR, BodyId, CommandId, PersonId, derived
from domain.meetings.decisions import Answer
from domain.meetings.mandating import DelegateMandate

DAY = datetime(2021, 7, 26, 16, tzinfo=UTC)
ADA = PersonId(derived(CONVENOR, "sample", "a"))


def mandate() -> DelegateMandate:
    """First to vote for the item, then to vote as they judge."""
    group = (BodyId(derived(CONVENOR, "sample group")), "leeds", "Leeds")
    meeting = derived(CONVENOR, "sample conference")
    it = DelegateMandate.give(_act(), meeting, group, 1, Answer.FOR, "We stand by it.")
    it.change(_act(1), None, "They hear the debate first.")
    return it


def _act(days: int = 0) -> Act:
    return Act(
        occurred_at=DAY + timedelta(days=days),
        actor=ADA,
        recorded_by=ADA,
        authority=Authority(kind="membership", name="a member of the sample"),
        command_id=CommandId(derived(CONVENOR, "sample mandates", days)),
        rulebook_version=1,
    )
