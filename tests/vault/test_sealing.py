"""What stands in the log in place of a sealed value, and when it opens."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import orjson
import pytest
from eventsourcing.persistence import StoredEvent
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.kernel.aggregate import Recorded
from domain.kernel.ids import PersonId
from domain.kernel.refusal import BadInput
from domain.kernel.sealed import ERASED, Purpose
from services.store.mapper import ActMapper, Unreadable, form_of, read
from services.vault.memory import MemoryVault
from services.vault.port import DataKey, Owner, VaultShut
from services.vault.sealing import MARK, keys_in
from tests.store.test_mapper import Everything, everything
from tests.store.thing import Thing
from tests.support.examples import examples
from tests.vault.letter import SECRETS, Letter, letter_id, letters, person, written

VECTOR = Path(__file__).parent.parent / "golden" / "sealed" / "letter.written.v1.json"
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)


def stored(act: Recorded, vault: MemoryVault) -> StoredEvent:
    return ActMapper(vault).to_stored_event(act)


@settings(max_examples=examples(100), deadline=None)
@given(TEXTS, st.lists(TEXTS, max_size=3))
def test_a_sealed_act_comes_back_equal(address: str, words: list[str]) -> None:
    vault = MemoryVault()
    letter = Letter.write(1, address).file(1, *words)
    mapper = ActMapper(vault)
    for act in letter.collect_events():
        assert mapper.to_domain_event(mapper.to_stored_event(act)) == act


def test_nothing_of_it_is_readable_and_the_rest_is() -> None:
    vault = MemoryVault()
    for act in letters(3):
        state = stored(act, vault).state
        assert not [secret for secret in SECRETS if secret.encode() in state]
        plain = orjson.loads(state)
        assert orjson.dumps(plain, option=orjson.OPT_SORT_KEYS) == state
        assert plain["id"] == str(act.event_id)


def test_the_same_words_are_never_sealed_to_the_same_bytes() -> None:
    vault = MemoryVault()
    assert stored(written(), vault).state != stored(written(), vault).state


def test_the_length_of_a_box_does_not_tell_which_word_is_in_it() -> None:
    states = [stored(letter_of(word), MemoryVault()).state for word in ("women", "black members")]
    assert len(states[0]) == len(states[1])


def letter_of(word: str) -> Recorded:
    *_, act = Letter.write(1).file(1, word).collect_events()
    assert isinstance(act, Recorded)
    return act


def test_without_keys_every_sealed_field_is_erased_and_the_rest_is_read() -> None:
    kept = stored(written(), MemoryVault())
    act = ActMapper().to_domain_event(kept)
    assert isinstance(act, Letter.Written)
    assert act.address == ERASED
    assert [one.name for one in act.signed] == [ERASED, ERASED]
    assert act.title == "Letter 1"
    assert act.act == written().act


def test_a_destroyed_key_takes_one_person_and_one_purpose_with_it() -> None:
    vault = MemoryVault()
    kept = stored(written(1), vault)
    vault.destroy([vault.held(person(1))[Purpose.IDENTITY]])
    act = ActMapper(vault).to_domain_event(kept)
    assert isinstance(act, Letter.Written)
    assert [one.name for one in act.signed] == [ERASED, "Bo “Hidden” Ö"]
    assert act.address == "1 Secret Street"


def test_what_was_erased_can_be_written_again_as_erased() -> None:
    vault = MemoryVault()
    erased = ActMapper().to_domain_event(stored(written(), vault))
    assert isinstance(erased, Recorded)
    again = stored(erased, vault)
    assert MARK not in again.state
    assert ActMapper(vault).to_domain_event(again) == erased


def test_nothing_is_sealed_where_no_vault_is_open() -> None:
    with pytest.raises(VaultShut, match="no vault is open"):
        ActMapper().to_stored_event(written())


def moved(kept: StoredEvent, *, stream: UUID | None = None, version: int | None = None) -> None:
    keys = VAULT.opened(keys_in([kept.state]))
    read(kept.topic, stream or letter_id(1), version or 1, kept.state, keys)


VAULT = MemoryVault()


def test_what_is_sealed_opens_at_its_own_place_only() -> None:
    kept = stored(written(), VAULT)
    moved(kept)
    with pytest.raises(Unreadable, match="not sealed at this place"):
        moved(kept, stream=letter_id(2))
    with pytest.raises(Unreadable, match="not sealed at this place"):
        moved(kept, version=2)
    plain = orjson.loads(kept.state)
    names = plain["data"]["signed"]
    names[0]["name"], names[1]["name"] = names[1]["name"], names[0]["name"]
    swapped = orjson.dumps(plain, option=orjson.OPT_SORT_KEYS)
    with pytest.raises(Unreadable, match=r"signed\.0\.name"):
        read(kept.topic, letter_id(1), 1, swapped, VAULT.opened(keys_in([swapped])))


def test_what_was_altered_does_not_open() -> None:
    kept = stored(written(), VAULT)
    plain = orjson.loads(kept.state)
    box: str = plain["data"]["address"]["box"]
    plain["data"]["address"]["box"] = ("B" if box[0] == "A" else "A") + box[1:]
    altered = orjson.dumps(plain, option=orjson.OPT_SORT_KEYS)
    with pytest.raises(Unreadable, match="was altered"):
        read(kept.topic, letter_id(1), 1, altered, VAULT.opened(keys_in([altered])))


def test_nobody_hands_in_what_looks_sealed() -> None:
    held = orjson.loads(stored(written(), VAULT).state)["data"]["address"]
    facts = {
        "text": "",
        "number": 1,
        "flag": True,
        "moment": written().act.occurred_at,
        "length": written().act.occurred_at - written().act.occurred_at,
        "person": None,
        "standing": written().act.standing,
        "clauses": (),
        "votes": {},
        "by_standing": {},
        "opaque": {"address": held},
    }
    with pytest.raises(BadInput, match="looks like something that is sealed"):
        ActMapper(VAULT).to_stored_event(everything(facts))
    said = orjson.dumps(held).decode()
    quoted = everything({**facts, "text": said, "opaque": {}})
    back = ActMapper(VAULT).to_domain_event(ActMapper(VAULT).to_stored_event(quoted))
    assert isinstance(back, Everything.Created)
    assert back.text == said


def test_an_act_without_sealed_fields_is_kept_as_it_always_was() -> None:
    (opened,) = Thing.open(1).collect_events()
    assert isinstance(opened, Recorded)
    assert stored(opened, MemoryVault()).state == form_of(Thing.Opened).write(opened)


def test_a_long_act_is_not_remembered_open() -> None:
    vault = MemoryVault()
    (act,) = Letter.write(1, "Secret Street " * 1_000).collect_events()
    mapper = ActMapper(vault)
    kept = mapper.to_stored_event(act)
    assert mapper.to_domain_event(kept) == act
    vault.destroy(vault.held(person(1)).values())
    after = mapper.to_domain_event(kept)
    assert isinstance(after, Letter.Written)
    assert after.address == ERASED


def test_what_was_sealed_by_the_published_example_still_opens() -> None:
    example = orjson.loads(VECTOR.read_bytes())
    stream, version = UUID(example["stream"]), example["version"]
    keys = {
        UUID(one["key"]): DataKey(
            UUID(one["key"]),
            Owner(PersonId(UUID(one["person"])), Purpose(one["purpose"])),
            bytes.fromhex(one["secret"]),
        )
        for one in example["keys"]
    }
    state = orjson.dumps(example["state"], option=orjson.OPT_SORT_KEYS)
    act = read(example["topic"], stream, version, state, keys)
    assert act == written()
