"""Story 1: seventy-five minutes.

At 19:39 an officer mails round a new constitution, and at 20:54 six votes in favour are claimed.
There was no notice, no power and no time to reply.  It goes on record as what it is, changes
nothing, and any member can object.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from domain.decisions.claim import NOTICE, POWER, REPLY, Claim, Claimed, Outcome
from domain.kernel.act import Standing
from domain.kernel.refusal import NotAllowed, OutOfOrder
from domain.rules.values import Hours, Who
from services.application.claims import ObjectToClaim, RecordClaim, SettleClaim
from services.application.rules import ReviseRulebook
from tests.application.organisation import (
    CHAIR,
    MEMBERS,
    STAFF,
    STRANGER,
    Organisation,
    in_memory,
)

LONDON = ZoneInfo("Europe/London")
MAILED = datetime(2021, 8, 10, 19, 39, tzinfo=LONDON)
CLAIMED = datetime(2021, 8, 10, 20, 54, tzinfo=LONDON)
QUORUM = "ncg.meetings.quorum"
WITH_POWER = Who(powers=("all_member_ballot", "ncg.chair"))


def record(org: Organisation) -> UUID:
    claimed = Claimed(
        title="A new constitution",
        body="ncg_officers_by_mail",
        notice_at=MAILED,
        decided_at=CLAIMED,
        votes_for=6,
        votes_against=0,
        changes_rulebook=True,
        source="the mail itself",
    )
    return org.hands.began(org.ask(RecordClaim(claimed=claimed), MEMBERS[0]))


@pytest.fixture
def org() -> Organisation:
    found = in_memory()
    found.hands.at(CLAIMED)
    return found


def test_it_is_recorded_as_irregular_with_every_rule_that_it_breaks(org: Organisation) -> None:
    claim = org.store.load(Claim, record(org))
    found = {defect.rule: (defect.found, defect.needed) for defect in claim.defects}
    assert found == {
        NOTICE: ("75 minutes of notice", "72 hours of notice"),
        REPLY: ("75 minutes of time to reply", "72 hours of time to reply"),
        POWER: ("decided by ncg_officers_by_mail", "all_member_ballot"),
    }
    act = org.store.acts(stream=claim.id, limit=1)[0].event.act
    assert act.standing is Standing.IRREGULAR
    assert set(act.breaks) == set(found)


def test_six_of_a_body_that_needs_ten_lack_a_quorum_too(org: Organisation) -> None:
    claimed = Claimed(
        title="A new constitution",
        body="ncg",
        notice_at=MAILED,
        decided_at=CLAIMED,
        votes_for=6,
        votes_against=0,
        changes_rulebook=True,
    )
    claim = org.hands.began(org.ask(RecordClaim(claimed=claimed), STAFF))
    assert [defect.rule for defect in org.store.load(Claim, claim).defects] == [
        NOTICE,
        REPLY,
        POWER,
        QUORUM,
    ]


def test_it_enacts_nothing(org: Organisation) -> None:
    before = org.rulebook
    record(org)
    assert (org.rulebook.version, len(org.rulebook.editions)) == (before.version, 1)


def test_any_member_can_object_and_nobody_else(org: Organisation) -> None:
    claim = record(org)
    objection = ObjectToClaim(claim=claim, reason="I never saw a notice.")
    org.ask(objection, MEMBERS[1])
    org.ask(objection, MEMBERS[2])
    org.refused(OutOfOrder, objection, MEMBERS[1])
    org.refused(NotAllowed, objection, STRANGER, "decisions.objections_by")
    assert org.store.load(Claim, claim).objections == MEMBERS[1:3]


def test_a_stranger_can_not_put_a_claim_on_record(org: Organisation) -> None:
    claimed = Claimed(
        title="Mine",
        body="ncg",
        notice_at=MAILED,
        decided_at=CLAIMED,
        votes_for=1,
        votes_against=0,
        changes_rulebook=False,
    )
    org.refused(NotAllowed, RecordClaim(claimed=claimed), STRANGER, "decisions.recorded_by")


def test_only_who_has_the_power_can_annul_or_ratify_it() -> None:
    org = in_memory(constitution__amend_power=WITH_POWER)
    org.hands.at(CLAIMED)
    claim = record(org)
    annul = SettleClaim(claim=claim, outcome=Outcome.ANNULLED, reason="There was no notice.")
    org.refused(NotAllowed, annul, MEMBERS[0], POWER)
    org.ask(annul, CHAIR)
    org.refused(OutOfOrder, annul, CHAIR)
    assert org.store.load(Claim, claim).outcome is Outcome.ANNULLED
    assert len(org.rulebook.editions) == 1


def test_it_is_judged_by_the_rules_of_that_evening_and_not_by_later_ones() -> None:
    org = in_memory(constitution__amend_power=WITH_POWER)
    org.hands.at(CLAIMED)
    no_notice = {"rule": NOTICE, "value": Hours(count=0)}
    org.hands.at(datetime(2021, 9, 1, 9, tzinfo=LONDON))
    org.ask(ReviseRulebook.model_validate({"title": "No notice", "rules": [no_notice]}), CHAIR)
    claim = org.store.load(Claim, record(org))
    assert NOTICE in {defect.rule for defect in claim.defects}
