"""What may be entered and declared of people, by whom, and what the record shows of it."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, date, datetime, timedelta

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.bodies.details import Person, details_id
from domain.bodies.kept import access_due
from domain.kernel.ids import CONVENOR, CommandId, derived
from domain.kernel.moments import LONDON, days_after
from domain.kernel.refusal import BadInput, NotAllowed, NotFound, OutOfOrder
from domain.kernel.sealed import ERASED, Purpose
from projections.sentences import sentence
from services.application.asker import Asker
from services.application.details import DeclareCategory, SetDetails, WithdrawCategory
from services.store.memory import MemoryStore
from services.store.port import CommandRow
from services.vault.port import NO_KEYS, VaultShut
from services.vault.qualifying import FromActs
from tests.application.organisation import CHAIR, MEMBERS, STAFF, STRANGER, Organisation, in_memory
from tests.support.hands import Hands
from tests.support.rulebook import rules

ADA, BO = MEMBERS[0], MEMBERS[1]
WOMAN = DeclareCategory(person=ADA, purpose=Purpose.CAUCUS, category="women")


@pytest.fixture
def org() -> Organisation:
    return in_memory()


def kept(org: Organisation) -> Person:
    return org.store.load(Person, details_id(ADA))


def said(org: Organisation) -> list[str]:
    """Every act of the stream as the journal has it."""
    acts = org.store.acts(stream=details_id(ADA), limit=100)
    return [sentence(act.event, "Somebody", lambda _: "Member M00006") for act in acts]


def stored(org: Organisation) -> bytes:
    store = org.store
    assert isinstance(store, MemoryStore)
    positions = store._recorder.positions_of(details_id(ADA))
    return b"".join(store._recorder.stored(position).state for position in positions)


def test_details_are_entered_by_the_person_or_by_staff(org: Organisation) -> None:
    details = SetDetails(person=ADA, name="Ada Ash", email="ada@example.org")
    org.ask(details, STAFF)
    org.ask(details.model_copy(update={"born": date(1990, 4, 1)}), ADA)
    assert kept(org).given.name == "Ada Ash"
    assert kept(org).kept_for == (Purpose.IDENTITY, Purpose.CONTACT, Purpose.BIRTH)
    org.refused(NotAllowed, details, BO, "people.details_entered_by")
    assert b"Ada Ash" not in stored(org)
    assert b"ada@example.org" not in stored(org)


def test_what_is_left_empty_is_taken_out(org: Organisation) -> None:
    org.ask(SetDetails(person=ADA, name="Ada Ash", email="ada@example.org"), STAFF)
    org.ask(SetDetails(person=ADA, name="Ada Ash"), STAFF)
    assert kept(org).kept_for == (Purpose.IDENTITY,)


def test_nothing_is_entered_of_somebody_whom_nobody_knows(org: Organisation) -> None:
    org.refused(NotFound, SetDetails(person=STRANGER, name="Ada Ash"), STAFF)


def test_nobody_was_born_after_today(org: Organisation) -> None:
    tomorrow = org.store.now().date() + timedelta(days=1)
    org.refused(BadInput, SetDetails(person=ADA, born=tomorrow), STAFF)


def test_nobody_declares_for_somebody_else(org: Organisation) -> None:
    for other in (BO, STAFF, CHAIR):
        org.refused(NotAllowed, WOMAN, other, "people.categories_declared_by")
    org.ask(WOMAN, ADA)
    taken_back = WithdrawCategory(person=ADA, purpose=Purpose.CAUCUS, category="women")
    org.refused(NotAllowed, taken_back, STAFF, "people.categories_declared_by")


def test_the_record_shows_that_something_was_changed_and_not_what(org: Organisation) -> None:
    org.ask(WOMAN, ADA)
    assert said(org)[-1] == "What is kept of Member M00006 was changed."
    assert b"women" not in stored(org)
    assert kept(org).qualifies(Purpose.CAUCUS, "women")


def test_a_declaration_counts_for_its_own_purpose_alone(org: Organisation) -> None:
    org.ask(WOMAN, ADA)
    people = [ADA, BO, STAFF]
    for_caucus = FromActs(org.store, Purpose.CAUCUS)
    assert for_caucus.qualified("women", people) == {ADA}
    assert for_caucus.qualified("under_30", people) == set()
    assert FromActs(org.store, Purpose.QUOTA).qualified("women", people) == set()


def test_a_category_is_declared_once_and_for_caucuses_or_quotas_only(org: Organisation) -> None:
    org.ask(WOMAN, ADA)
    org.refused(OutOfOrder, WOMAN, ADA, "people.categories_declared_by")
    org.refused(BadInput, WOMAN.model_copy(update={"purpose": Purpose.BIRTH}), ADA)


def test_with_the_last_declaration_the_purpose_is_given_up(org: Organisation) -> None:
    org.ask(WOMAN, ADA)
    org.ask(WOMAN.model_copy(update={"category": "under_30"}), ADA)
    back = WithdrawCategory(person=ADA, purpose=Purpose.CAUCUS, category="women")
    org.ask(back, ADA)
    assert said(org)[-1] == "What is kept of Member M00006 was changed."
    org.refused(NotFound, back, ADA)
    org.ask(back.model_copy(update={"category": "under_30"}), ADA)
    assert said(org)[-1].startswith("What was kept of Member M00006 for caucuses was erased")
    assert kept(org).kept_for == ()


def test_a_category_is_a_word_that_fits_a_box() -> None:
    for category in ("Women", "two words", "", "x" * 61):
        with pytest.raises(ValueError, match="category"):
            DeclareCategory(person=ADA, purpose=Purpose.CAUCUS, category=category)


def test_a_request_is_known_again_and_can_not_be_guessed(org: Organisation) -> None:
    key, desk = CommandId(derived(CONVENOR, "a key")), org.hands.desk
    first = desk.perform(WOMAN, Asker(person=ADA), key)
    again = desk.perform(WOMAN, Asker(person=ADA), key)
    assert again.repeated
    assert again.result == first.result
    with pytest.raises(BadInput, match="A new request needs a new key"):
        desk.perform(WOMAN.model_copy(update={"category": "men"}), Asker(person=ADA), key)
    row = org.store.answered(key)
    assert row is not None
    assert guessed(org, row) is None


def guessed(org: Organisation, row: CommandRow) -> str | None:
    """The category, for somebody who has the log, its request key, and a list of words."""
    for word in ("men", "women", "under_30"):
        asked = WOMAN.model_copy(update={"category": word}).model_dump(mode="json")
        body = orjson.dumps([row.verb, asked, str(ADA), ""], option=orjson.OPT_SORT_KEYS)
        if hmac.new(org.store.request_key(), body, hashlib.sha256).hexdigest() == row.request_hash:
            return word
    return None


def test_without_a_vault_nothing_is_entered_and_nothing_else_stops() -> None:
    org = in_memory()
    store = MemoryStore(NO_KEYS)
    bare = Organisation(Hands(store, org.hands.boxes), rules())
    head = store.head()
    with pytest.raises(VaultShut):
        bare.ask(SetDetails(person=ADA, name="Ada Ash"), STAFF)
    assert store.head() == head


@given(st.integers(0, 36_500 * 24), st.integers(0, 400))
def test_the_time_to_answer_is_that_of_the_rule_and_a_month_at_the_most(
    hours: int, days: int
) -> None:
    asked = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    due, by_law = access_due(asked, days), access_due(asked, 400)
    assert due <= by_law
    assert due == min(by_law, days_after(asked, days, clear=False))
    first, last = asked.astimezone(LONDON), by_law.astimezone(LONDON)
    assert (last.year * 12 + last.month) - (first.year * 12 + first.month) == 1
    assert last.day == first.day or (last + timedelta(days=1)).day == 1


def test_whoever_was_erased_reads_as_erased_without_the_key(org: Organisation) -> None:
    org.ask(SetDetails(person=ADA, name="Ada Ash", born=date(1990, 4, 1)), STAFF)
    store = org.store
    assert isinstance(store, MemoryStore)
    vault = store.keys
    vault.destroy(vault.held(ADA).values())  # type: ignore[attr-defined]  # it is a whole vault
    assert kept(org).given.name == ERASED
    assert kept(org).given.email is None
    assert kept(org).kept_for == ()
