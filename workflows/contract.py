"""What workflows and activities say to each other: ids in, what to wait for out.

No fact of the organisation travels here.  A nudge says where to look again from; an answer says
whether a step is done and, if not, how many seconds remain and what is being waited for, in words.
"""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel, ConfigDict

NUDGE = "look_again"
CYCLE, ASSEMBLY, BALLOT, COUNT = "refounding_cycle", "assembly", "ballot", "count"
ELECTION, VOTING, OBJECTION = "election", "voting", "objection"
VACANCY = "vacancy"
TERMS, COOPTION = "terms_of_office", "cooption"
MEETING, BODY_YEAR, RESOLUTION = "meeting", "body_year", "resolution"
FORMATION = "formation"
REPORT, ACTION = "report", "action"
ACCESS, KEEPING = "access", "keeping"
CASE, SUSPENSION, SUPPORT = "case", "suspension", "support"
DATA_ACCESS = "data_access"
ENDORSEMENT = "endorsement"
PRIMARY = "policy_primary"


class Message(BaseModel):
    """A frozen message."""

    model_config = ConfigDict(frozen=True)


class Process(Message):
    """The only input of a workflow: which process it is the engine of."""

    process_id: UUID


class Nudge(Message):
    """Look again: something that you may be waiting for stands at this position of the log."""

    position: int


class Step(Message):
    """One step that a process asks the application to take."""

    process_id: UUID
    stage: str = ""


class Progress(Message):
    """What came of a step; `over` when the whole process has nothing more to wait for.

    `seconds_left` is the time until it can be done, none when only an act of somebody can bring it
    on.  `waiting_for` is a plain sentence, shown on the engine's own pages.
    """

    done: bool
    over: bool = False
    seconds_left: float | None = None
    waiting_for: str = ""
