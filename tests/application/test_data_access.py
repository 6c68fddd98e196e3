"""Officers and the list of their group: trained, signed for, asked, granted, read, taken away."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from domain.bodies.member import Ending
from domain.data_access.grant import DataGrant, State
from domain.data_access.grant_acts import Cause, Scope
from domain.kernel.act import Standing
from domain.kernel.ids import SERVICE
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder, RuleBroken, TooEarly
from services.application.bodies import FillPost, SeatMember
from services.application.data_access import (
    AskDataAccess,
    GrantDataAccess,
    IssueAgreement,
    ReadMemberList,
    RecordTraining,
    RefuseDataAccess,
    RenewDataAccess,
    SignAgreement,
    WidenDataAccess,
    WithdrawDataAccess,
)
from services.application.endings import EndMembership
from tests.application.granted import AIM, WHY, Granted
from tests.application.heard import suspend
from tests.application.organisation import (
    CHAIR,
    FILE,
    LEEDS,
    LEEDS_TOO,
    MEMBERS,
    STAFF,
    Organisation,
    in_memory,
)

KEPT_BY, HELD_BY, SIGNED = (
    "data_access.kept_by",
    "data_access.held_by",
    "data_access.agreement_signed",
)
TRAINED, GRANTED_DAYS = "data_access.trained_days", "data_access.granted_days"
STAGED, RENEWED = "data_access.first_stage_days", "data_access.renewed_days"


@pytest.fixture
def org() -> Organisation:
    return in_memory()


@pytest.fixture
def it(org: Organisation) -> Granted:
    """An officer of Leeds who is trained and has signed."""
    found = Granted(org)
    found.be_ready()
    return found


def ended(it: Granted) -> tuple[Cause, datetime]:
    *_, last = it.acts()
    assert isinstance(last, DataGrant.Ended)
    return last.cause, last.act.occurred_at


def test_an_access_goes_from_the_asking_to_its_end(it: Granted) -> None:
    it.ask()
    it.grant(days=60)
    it.read()
    it.org.hands.at(it.granted_at + timedelta(days=28))
    it.org.ask(WidenDataAccess(access=it.access), STAFF)
    it.read()
    assert [one.scope for one in it.looks()] == [Scope.NAMES, Scope.CONTACTS]
    until = it.until
    it.org.hands.at(until)
    it.follow()
    assert ended(it) == (Cause.END, until)
    kinds = [type(one) for one in it.acts()]
    assert kinds == [
        DataGrant.Asked,
        DataGrant.Granted,
        DataGrant.Widened,
        DataGrant.Reminded,
        DataGrant.Ended,
    ]


def test_nobody_asks_who_is_not_trained_has_not_signed_or_holds_no_post(org: Organisation) -> None:
    it = Granted(org)
    ask = AskDataAccess(body="leeds", scope=Scope.NAMES, aim=AIM)
    org.refused(NotAllowed, ask, LEEDS_TOO, HELD_BY)
    org.refused(NotAllowed, ask, LEEDS, TRAINED)
    it.train()
    org.refused(NotAllowed, ask, LEEDS, SIGNED)
    org.refused(OutOfOrder, SignAgreement(body="leeds", number=1), LEEDS, SIGNED)
    org.ask(IssueAgreement(text="Keep it to yourself."), STAFF)
    org.refused(RuleBroken, SignAgreement(body="leeds", number=2), LEEDS, SIGNED)
    org.refused(NotAllowed, SignAgreement(body="leeds", number=1), LEEDS_TOO, HELD_BY)
    org.ask(SignAgreement(body="leeds", number=1), LEEDS)
    org.refused(OutOfOrder, SignAgreement(body="leeds", number=1), LEEDS, SIGNED)
    it.ask()
    org.refused(OutOfOrder, ask, LEEDS, "data_access.decided_days")


def test_a_training_counts_for_its_days_and_another_version_is_signed_anew(it: Granted) -> None:
    ask = AskDataAccess(body="leeds", scope=Scope.NAMES, aim=AIM)
    it.org.ask(IssueAgreement(text="Another text."), STAFF)
    it.org.refused(NotAllowed, ask, LEEDS, SIGNED)
    it.org.ask(SignAgreement(body="leeds", number=2), LEEDS)
    it.org.hands.at(it.org.store.now() + timedelta(days=366))
    it.org.refused(NotAllowed, ask, LEEDS, TRAINED)


def test_only_a_recognised_group_has_a_list(org: Organisation) -> None:
    it = Granted(org, CHAIR)
    it.train()
    ask = AskDataAccess(body="ncg", scope=Scope.NAMES, aim=AIM)
    org.refused(NotAllowed, ask, CHAIR, HELD_BY)


def test_nobody_decides_on_their_own_access(it: Granted) -> None:
    told = {"body": "ncg", "post": "secretary", "person": LEEDS, "name": "L", "how": "elected"}
    seat = SeatMember(body="ncg", person=LEEDS, name="L", how="elected", source=FILE)
    it.org.ask(seat, STAFF)
    it.org.ask(FillPost.model_validate(told | {"source": FILE}), STAFF)
    it.ask()
    until = it.org.store.now() + timedelta(days=5)
    it.org.refused(NotAllowed, GrantDataAccess(access=it.access, until=until), LEEDS, KEPT_BY)
    own = RecordTraining(person=LEEDS, day=date(2021, 7, 15), course="Again")
    it.org.refused(NotAllowed, own, LEEDS, KEPT_BY)
    it.org.refused(NotAllowed, GrantDataAccess(access=it.access, until=until), MEMBERS[0], KEPT_BY)


def test_a_decision_that_is_late_is_recorded_at_its_moment(it: Granted) -> None:
    it.ask()
    due = it.grant_found.due
    it.org.hands.at(due + timedelta(days=1))
    it.org.ask(RefuseDataAccess(access=it.access, reasons=WHY), STAFF)
    _, late, refused = it.acts()
    assert isinstance(late, DataGrant.FellOverdue)
    assert late.act.occurred_at == due
    assert {late.act.standing, refused.act.standing} == {Standing.IRREGULAR}
    assert it.grant_found.state is State.OVER
    it.org.refused(OutOfOrder, RefuseDataAccess(access=it.access, reasons=WHY), STAFF, KEPT_BY)


def test_it_is_granted_for_so_long_and_renewed_only_before_its_end(it: Granted) -> None:
    it.ask()
    now = it.org.store.now()
    for until, kind, rule in (
        (now + timedelta(days=182), RuleBroken, GRANTED_DAYS),
        (now, BadInput, None),
    ):
        it.org.refused(kind, GrantDataAccess(access=it.access, until=until), STAFF, rule)
    it.grant(days=90)
    renew = RenewDataAccess(access=it.access, until=it.until + timedelta(days=90))
    it.org.refused(TooEarly, renew, STAFF, RENEWED)
    first = it.until
    it.org.hands.at(first - timedelta(days=1))
    shorter = RenewDataAccess(access=it.access, until=first)
    it.org.refused(BadInput, shorter, STAFF)
    it.org.ask(renew, STAFF)
    it.org.hands.at(first + timedelta(days=1))
    it.read()
    it.org.hands.at(it.until)
    it.refused_to_read()
    it.org.refused(OutOfOrder, renew, STAFF, KEPT_BY)


def test_names_come_first_and_contacts_only_for_whoever_asked_for_them(it: Granted) -> None:
    it.ask(Scope.NAMES)
    it.grant()
    it.org.refused(NotAllowed, WidenDataAccess(access=it.access), STAFF, STAGED)
    it.org.ask(WithdrawDataAccess(access=it.access, reasons=WHY), STAFF)
    it.ask(Scope.CONTACTS)
    it.grant()
    it.org.refused(TooEarly, WidenDataAccess(access=it.access), STAFF, STAGED)
    it.org.hands.at(it.granted_at + timedelta(days=28))
    it.org.ask(WidenDataAccess(access=it.access), STAFF)
    it.org.refused(OutOfOrder, WidenDataAccess(access=it.access), STAFF, STAGED)


def test_what_is_withdrawn_opens_nothing_from_that_moment_on(it: Granted) -> None:
    it.ask()
    it.grant()
    it.read()
    blank = WithdrawDataAccess(access=it.access, reasons=" ")
    it.org.refused(BadInput, blank, STAFF)
    it.org.ask(WithdrawDataAccess(access=it.access, reasons=WHY), STAFF)
    it.refused_to_read()
    assert len(it.looks()) == 1


def test_nobody_but_the_officer_reads_the_list(it: Granted) -> None:
    it.ask()
    it.refused_to_read(rule=GRANTED_DAYS)
    it.grant()
    for person in (STAFF, CHAIR, LEEDS_TOO, MEMBERS[0]):
        it.org.refused(NotAllowed, ReadMemberList(access=it.access), person, HELD_BY)


def test_the_end_of_the_post_takes_it_away_in_the_same_commit(it: Granted) -> None:
    it.ask()
    it.grant()
    it.leave_post()
    assert ended(it) == (Cause.MANDATE, it.org.store.now())
    it.refused_to_read(rule=HELD_BY)


def test_whoever_keeps_another_post_of_the_group_keeps_it(it: Granted) -> None:
    it.ask()
    it.grant()
    it.fill("treasurer")
    it.leave_post()
    assert it.grant_found.state is State.GRANTED
    it.leave_post("treasurer")
    assert ended(it)[0] is Cause.MANDATE


def test_a_suspension_takes_it_away_and_it_does_not_come_back(it: Granted) -> None:
    it.ask()
    it.grant()
    before = it.acts()
    suspend(it.org, LEEDS)
    assert it.acts() == before, "beside the suspension it would tell whose that is"
    it.org.refused(NotAllowed, ReadMemberList(access=it.access), LEEDS, "data_access.held_by")
    it.org.hands.at(it.org.store.now() + timedelta(days=61))
    it.org.refused(NotAllowed, ReadMemberList(access=it.access), LEEDS, "data_access.held_by")
    it.org.hands.at(it.until)
    assert ended(it)[0] is Cause.SUSPENSION
    *_, last = it.acts()
    assert (last.act.actor, last.act.cause) == (SERVICE, None)


def test_a_death_takes_it_away(it: Granted) -> None:
    it.ask()
    it.grant()
    died = EndMembership(person=LEEDS, ending=Ending.DIED, reason="They died.")
    it.org.ask(died, STAFF)
    assert ended(it)[0] is Cause.DEATH


def test_what_is_not_recorded_yet_opens_nothing_either(it: Granted) -> None:
    """A term that is over by its moment shuts the list, also before anything records its end."""
    it.fill("treasurer", days=20)
    it.leave_post()
    it.ask()
    it.grant(days=60)
    it.read()
    over = it.org.store.now() + timedelta(days=20)
    it.org.store.clock.hold(over)
    assert it.grant_found.state is State.GRANTED
    it.refused_to_read(rule=HELD_BY)
    it.org.hands.at(over + timedelta(days=1))
    assert ended(it) == (Cause.MANDATE, over)


def test_its_end_shuts_the_list_before_anything_records_it(it: Granted) -> None:
    it.ask()
    it.grant()
    it.org.store.clock.hold(it.until)
    assert it.grant_found.state is State.GRANTED
    it.refused_to_read()
