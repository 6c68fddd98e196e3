"""One of two who race for a stage of a cycle, as a process of its own; run by the tests.

Each line that it reads is a race: `extend CYCLE DUE`, by somebody with the power to do so, or
`close CYCLE`, the step that the engine asks for at the deadline.  It answers with one line.
"""

from __future__ import annotations

import sys
from datetime import datetime
from uuid import UUID, uuid4

from domain.cycle.calendar import StageName
from domain.kernel.ids import CommandId
from domain.kernel.refusal import Refusal
from services.application.asker import Asker
from services.application.cycles import ExtendDeadline
from services.application.processes import STEPS
from services.bootstrap import Office, office
from tests.support.hands import member
from workflows.contract import Step

STAGE = StageName.DRAFTING


def extend(at: Office, cycle: UUID, due: datetime) -> str:
    """Ask for an extension.  Says `extended`, or the refusal."""
    asked = ExtendDeadline(cycle=cycle, stage=STAGE, due=due, reason="A holiday fell into it.")
    try:
        at.desk.perform(asked, Asker(person=member(1)), CommandId(uuid4()))
    except Refusal as refusal:
        return str(refusal)
    return "extended"


def close(at: Office, cycle: UUID) -> str:
    """Take the step of the deadline.  Says `closed`, or what is being waited for."""
    progress = STEPS["close_stage"](at.steps, Step(process_id=cycle, stage=STAGE))
    return "closed" if progress.done else progress.waiting_for


def main(dsn: str) -> None:
    with office(dsn, connections=4) as at:
        print("ready", flush=True)
        for line in sys.stdin:
            what, cycle, *rest = line.split()
            found = UUID(cycle)
            answer = (
                extend(at, found, datetime.fromisoformat(rest[0]))
                if what == "extend"
                else close(at, found)
            )
            print(answer, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
