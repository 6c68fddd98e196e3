"""What nobody can do by hand, in whose name nobody can act, and what no act can hold."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pydantic import ValidationError

from domain.bodies.body import body_id
from domain.cycle.assembly import Votes
from domain.cycle.calendar import StageName
from domain.kernel.ids import CONVENOR, CommandId, derived
from domain.kernel.refusal import BadInput, NotAllowed
from services.application.asker import Asker
from services.application.assemblies import CloseAssembly, PassOnTexts
from services.application.bodies import ReportMeeting
from services.application.command import Command
from services.application.cycles import CallBallot, CloseStages, ConveneAssembly
from services.application.elections import CallElection
from services.application.enacting import EnactResults
from services.store.memory import MemoryStore
from services.voting.memory import MemoryBoxes
from tests.application.organisation import LEEDS, MEMBERS, STAFF, Organisation
from tests.support.hands import Hands
from tests.support.rulebook import rules

NOWHERE = derived(CONVENOR, "nowhere")


@pytest.fixture
def org() -> Organisation:
    store = MemoryStore()
    found = Organisation(Hands(store, MemoryBoxes(store)), rules())
    found.open_cycle()
    return found


def by_hand(org: Organisation) -> list[Command]:
    return [
        CloseStages(cycle=org.cycle),
        ConveneAssembly(cycle=org.cycle, stage=StageName.FIRST_ASSEMBLY),
        CallBallot(cycle=org.cycle),
        EnactResults(cycle=org.cycle),
        PassOnTexts(assembly=NOWHERE),
        CloseAssembly(assembly=NOWHERE),
    ]


def test_what_the_service_does_at_a_deadline_nobody_does_by_hand(org: Organisation) -> None:
    head = org.hands.store.head()
    for command in by_hand(org):
        with pytest.raises(NotAllowed, match="by itself"):
            org.hands.ask(command, STAFF)
    assert org.hands.store.head() == head


def test_nobody_acts_in_the_name_of_a_body_in_which_they_do_not_sit(org: Organisation) -> None:
    call = CallElection(body="ncg", title="NCG")
    key = CommandId(derived(CONVENOR, "a key"))
    asker = Asker(person=STAFF, on_behalf_of=body_id("leeds"))
    with pytest.raises(NotAllowed, match="only if you sit in it"):
        org.hands.desk.perform(call, asker, key)
    assert MEMBERS


@pytest.mark.parametrize(
    ("present", "slug"), [(10**12, "leeds"), (9, "le\x00eds"), (9, "l" * 301), (9, "a\nb")]
)
def test_what_no_table_could_hold_is_refused(present: int, slug: str) -> None:
    with pytest.raises(ValidationError):
        ReportMeeting(
            body=slug,
            reference=NOWHERE,
            held_on="2021-07-01",
            present=present,
            quorum=5,
        )


@pytest.mark.parametrize(("held", "noticed"), [(1, None), (-3, -2)])
def test_no_body_reports_a_meeting_that_is_ahead_or_was_called_after_it_was_held(
    org: Organisation, held: int, noticed: int | None
) -> None:
    today = org.store.now().date()
    told = {"body": "leeds", "reference": NOWHERE, "present": 9, "quorum": 5}
    days = {"held_on": held, "notice_on": noticed}
    asked = ReportMeeting.model_validate(
        told | {name: n and today + timedelta(days=n) for name, n in days.items()}
    )
    org.refused(BadInput, asked, LEEDS, "bodies.spoken_for_by")


def test_no_vote_counts_less_than_nothing() -> None:
    with pytest.raises(ValidationError):
        Votes(in_favour=-1, against=-3)
