"""S11: the policy primary of 2021, in small.

Groups, affiliates and admitted organisations put motions (70 in 2021, of which 33 came to the
ballot); the working group merged and checked them; 8 won, and the coordinating group added 3, which
stand apart.  Who may put one is a rule: members do, once the rulebook says so.
"""

from __future__ import annotations

from domain.kernel.refusal import NotAllowed, OutOfOrder, TooLate
from domain.primary.primary import Outcome, Stage
from domain.rules.values import Who
from services.application.primaries import (
    AddPolicy,
    AppealForMotion,
    BackPrimaryMotion,
    LaunchPrimary,
    RecordPolicyOutcome,
    RuleOnMotionAppeal,
    SpeakForMotion,
)
from tests.application.organisation import (
    CHAIR,
    FIRST,
    LEEDS,
    SECOND,
    YORK,
    Organisation,
    in_memory,
)
from tests.application.ranked import ANA, BEN, Ranked

GROUPS = Who(powers=("local_groups", "affiliates", "admitted_organisations"))
SUBMITTED = "policy_primary.who_may_submit"


def members_may(org: Organisation) -> None:
    """All members vote that they may put motions themselves."""
    org.open_cycle()
    changes = {SUBMITTED: Who(powers=("local_groups", "all_members"))}
    org.hand_in(title="Members put motions to the primary", changes=changes)
    org.gather(FIRST)
    org.gather(SECOND)
    org.vote_in_the_ballot("Y", "N", in_favour=8, against=2)
    org.hands.settle()


def test_groups_put_motions_members_rank_them_and_what_the_group_adds_stands_apart() -> None:
    it = Ranked(in_memory(policy_primary__who_may_submit=GROUPS))
    it.org.refused(NotAllowed, it.putting("Homes"), ANA, SUBMITTED)
    homes = it.backed("Homes for all", LEEDS, "leeds")
    rents = it.backed("Lower rents", YORK, "york")
    buses = it.backed("Free buses", LEEDS, "leeds")
    water = it.backed("Public water", YORK, "york")
    power = it.backed("Public power", YORK, "york")
    short = it.put("Trams", LEEDS, "leeds")
    it.submitted()
    it.org.refused(TooLate, it.putting("Late"), LEEDS, "policy_primary.submission_days", "leeds")
    it.back(short, ANA)
    it.org.refused(OutOfOrder, BackPrimaryMotion(motion=short), ANA, "policy_primary.backed_by")
    it.org.hands.at(it.found.terms.back_until)
    assert short not in it.found.backed

    it.check(buses, passed=False)
    composite = it.compose("A right to a home", homes, rents)
    it.org.ask(AppealForMotion(motion=buses, grounds="It is what we stand for."), LEEDS, "leeds")
    it.answering()
    it.answer(composite, homes, LEEDS)
    it.answer(composite, rents, YORK)
    it.org.ask(SpeakForMotion(motion=composite, words="A home is a right."), LEEDS)
    it.answered()
    assert it.found.stage is Stage.RULING
    it.of(RuleOnMotionAppeal, buses, CHAIR, upheld=True, reasons="It is.")
    it.announce()
    assert it.found.paper is not None
    assert [one.title for one in it.found.paper] == [
        *("Free buses", "Public water", "Public power"),
        "A right to a home",
    ]
    it.vote((4, 2), (4, 2), (4, 1), (2, 4))
    assert it.adopted == ["A right to a home", "Public water"]
    it.org.ask(AddPolicy(primary=it.id, title="Peace", text="We want peace."), CHAIR)
    assert it.adopted[2:] == ["Peace"], "it comes after what the members ranked"
    for policy, outcome in zip(
        it.found.policies, (Outcome.CARRIED, Outcome.NOT_HEARD), strict=False
    ):
        told = RecordPolicyOutcome(
            primary=it.id, policy=policy.motion, outcome=outcome, words="At conference."
        )
        it.org.ask(told, CHAIR)
    assert {one.motion for one in it.found.policies} >= {composite, water}
    assert power not in {one.motion for one in it.found.policies}


def test_members_put_motions_themselves_once_a_ballot_has_said_so() -> None:
    org = in_memory(policy_primary__who_may_submit=GROUPS)
    members_may(org)
    it = Ranked(org)
    it.backed("Homes", ANA)
    it.backed("Buses", BEN)
    org.refused(NotAllowed, LaunchPrimary(title="Another"), ANA, "policy_primary.launched_by")
    it.checking()
    it.answering()
    it.answered()
    assert it.adopted == ["Homes", "Buses"]
