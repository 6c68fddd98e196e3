"""Whether proposals that may be carried together can stand together: asked before they are put.

It warns and stops nothing: the members may carry either, and only if they carry both is there
anything to rule on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID

from domain.cycle.cycle import Cycle
from domain.cycle.proposal import Proposal
from domain.kernel.act import Act
from domain.kernel.ids import ProposalId, RuleId
from domain.rules.collisions import Carried, Collision, collisions, read_by
from domain.rules.rulebook import Rulebook

CONSISTENCY = RuleId("constitution.consistency_check")


def at_odds(
    cycle: Cycle, rulebook: Rulebook, now: datetime, load: Callable[[UUID], Proposal]
) -> tuple[Collision, ...]:
    """Where proposals on the list ask for things that can't all stand, minorities' texts too."""
    proposals = [load(entry.proposal) for entry in cycle.standing_entries]
    wanted = [one for proposal in proposals for one in _readings(proposal, now)]
    return collisions(read_by(rulebook.editions[-1]), wanted)


def _readings(proposal: Proposal, now: datetime) -> Iterator[Carried]:
    """What it would change, as it stands and with each minority's text in it."""
    name = ProposalId(proposal.id)
    yield Carried(proposal=name, change=proposal.asked.revision(proposal.title, now))
    for kept in proposal.standing_alternatives:
        title = f"{proposal.title}: with amendment {kept.amendment}"
        asked = proposal.alternative(kept.amendment)
        yield Carried(proposal=name, change=asked.revision(title, now))


def warned(act: Act, rulebook: Rulebook, found: tuple[Collision, ...]) -> Act:
    """The act with a note of what was found, under the rule that has it looked for."""
    checked = act.under(CONSISTENCY) if rulebook.at(act.occurred_at).has(CONSISTENCY) else act
    if not found:
        return checked
    told = " ".join(one.sentence for one in found)
    note = f"{told} If they are carried together, a ruling has to say which holds."
    return checked.model_copy(update={"note": note})


def marked(act: Act, rulebook: Rulebook, found: Collision) -> Act:
    """The act by which a collision of carried changes goes on record: it breaks the rule that
    nothing inconsistent is put, if there is one."""
    breaks = rulebook.at(act.occurred_at).has(CONSISTENCY)
    broken = act.breaking(CONSISTENCY) if breaks else act
    note = f"{found.sentence} The clause stays as it is until a ruling is made."
    return broken.model_copy(update={"note": note})
