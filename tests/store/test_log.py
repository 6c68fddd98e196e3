"""What holds of the log, whatever keeps it."""

from __future__ import annotations

from datetime import UTC, timedelta
from uuid import uuid4

import pytest

from domain.kernel.ids import CommandId
from domain.kernel.refusal import BadInput, NotFound, TooEarly
from services.store.port import MOST_ACTS_AT_ONCE, CommandRepeated, Store, VersionConflict
from tests.store.thing import START, Thing, command, history, thing_id


def saved(store: Store, thing: Thing) -> Thing:
    store.commit([thing], command=None, reads={})
    return store.load(Thing, thing.id)


def test_what_was_recorded_is_loaded_equal(store: Store) -> None:
    thing = Thing.open(1).rename("second").close()
    store.commit([thing], command=None, reads={})
    assert store.load(Thing, thing.id) == thing


def test_nothing_is_found_where_nothing_was_recorded(store: Store) -> None:
    assert store.find(Thing, thing_id(9)) is None
    with pytest.raises(NotFound, match="There is no thing with the id"):
        store.load(Thing, thing_id(9))


def test_several_aggregates_are_recorded_together_in_their_order(store: Store) -> None:
    one, two = Thing.open(1).close(), Thing.open(2)
    receipt = store.commit([one, two], command=command(1), reads={})
    assert [ref.stream for ref in receipt.result.acts] == [one.id, one.id, two.id]
    assert [ref.version for ref in receipt.result.acts] == [1, 2, 1]
    assert list(receipt.positions) == [act.position for act in store.acts(limit=10)]
    assert not receipt.repeated


def test_of_two_who_decide_on_one_version_only_the_first_records(store: Store) -> None:
    thing = saved(store, Thing.open(1))
    other = store.load(Thing, thing.id)
    store.commit([thing.rename("mine")], command=None, reads={})
    with pytest.raises(VersionConflict, match="something has been recorded there since") as raised:
        store.commit([other.rename("yours")], command=command(1), reads={})
    assert raised.value.stream == thing.id
    assert store.load(Thing, thing.id).name == "mine"
    assert store.answered(command(1).command_id) is None


def test_is_refused_when_what_was_read_has_changed(store: Store) -> None:
    rule = saved(store, Thing.open(1))
    store.commit([Thing.open(2)], command=None, reads={rule.id: 1})
    store.commit([rule.rename("amended")], command=None, reads={})
    with pytest.raises(VersionConflict) as raised:
        store.commit([Thing.open(3)], command=command(3), reads={rule.id: 1})
    assert raised.value.stream == rule.id
    assert store.find(Thing, thing_id(3)) is None
    assert store.answered(command(3).command_id) is None


def test_is_refused_when_what_should_not_exist_does(store: Store) -> None:
    store.commit([Thing.open(1)], command=None, reads={thing_id(2): 0})
    with pytest.raises(VersionConflict):
        store.commit([Thing.open(2)], command=None, reads={thing_id(1): 0})


def test_a_stream_that_is_written_too_is_read_as_it_was_before(store: Store) -> None:
    thing = saved(store, Thing.open(1))
    store.commit([thing.rename("again")], command=None, reads={thing.id: 1})
    assert store.load(Thing, thing.id).version == 2


def test_a_repeated_command_is_answered_with_what_it_recorded_first(store: Store) -> None:
    receipt = store.commit([Thing.open(1)], command=command(1), reads={})
    with pytest.raises(CommandRepeated) as raised:
        store.commit([Thing.open(2)], command=command(1), reads={})
    assert raised.value.row == store.answered(command(1).command_id)
    assert raised.value.row.result == receipt.result
    assert store.find(Thing, thing_id(2)) is None


def test_the_same_key_with_another_request_shows_the_first_request(store: Store) -> None:
    store.commit([Thing.open(1)], command=command(1, "a"), reads={})
    with pytest.raises(CommandRepeated) as raised:
        store.commit([Thing.open(2)], command=command(1, "b"), reads={})
    assert raised.value.row.request_hash == "a"


def test_a_repeated_command_is_seen_before_the_version_is_checked(store: Store) -> None:
    store.commit([Thing.open(1)], command=command(1), reads={})
    with pytest.raises(CommandRepeated):
        store.commit([Thing.open(1)], command=command(1), reads={thing_id(1): 7})


def test_a_command_that_records_nothing_is_not_logged(store: Store) -> None:
    thing = saved(store, Thing.open(1))
    receipt = store.commit([thing], command=command(1), reads={})
    assert receipt.positions == ()
    assert receipt.result.acts == ()
    assert store.answered(command(1).command_id) is None


def test_no_command_was_answered_under_an_unknown_id(store: Store) -> None:
    assert store.answered(CommandId(uuid4())) is None


@pytest.mark.long
def test_more_than_can_be_saved_at_once_is_refused_with_a_sentence(store: Store) -> None:
    thing = Thing.open(1)
    for number in range(MOST_ACTS_AT_ONCE):
        thing.rename(str(number))
    with pytest.raises(BadInput, match="convenor import"):
        store.commit([thing], command=None, reads={})
    assert store.head() == 0


def test_acts_come_in_order_by_topic_stream_and_position(store: Store) -> None:
    store.commit([Thing.open(1).close(), Thing.open(2).close()], command=None, reads={})
    everything = store.acts(limit=10)
    assert [act.position for act in everything] == sorted(act.position for act in everything)
    assert all(act.recorded_at.tzinfo for act in everything)
    closed = store.acts(topics=["thing.closed.v1"], limit=10)
    assert [act.event.originator_id for act in closed] == [thing_id(1), thing_id(2)]
    later = store.acts(stream=thing_id(2), after=everything[2].position, limit=10)
    assert [act.event for act in later] == [everything[3].event]
    assert len(store.acts(limit=3)) == 3
    assert store.head() == everything[-1].position


def test_an_empty_log_has_no_head(store: Store) -> None:
    assert store.head() == 0
    assert list(store.acts(limit=10)) == []


def test_history_is_imported_in_one_go_and_goes_on_by_acts(store: Store) -> None:
    imported = store.import_acts(history(20))
    assert (imported.acts, imported.streams) == (60, 20)
    assert imported.last - imported.first == 59
    assert store.head() == imported.last
    thing = store.load(Thing, thing_id(7))
    store.commit([thing.close()], command=None, reads={})
    assert store.load(Thing, thing_id(7)).is_closed


def test_history_that_is_in_the_log_already_is_not_imported_again(store: Store) -> None:
    store.import_acts(history(3))
    with pytest.raises(BadInput, match="in the log already"):
        store.import_acts(history(3, first=2))
    assert len(store.acts(limit=100)) == 9


def test_history_goes_on_with_a_stream_that_has_begun(store: Store) -> None:
    whole = list(history(1, each=4))
    store.import_acts(whole[:2])
    store.import_acts(whole[2:])
    assert store.load(Thing, thing_id(0)).version == 4


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ([0, 2], "should be version 2"),
        ([1], "should be version 1"),
        ([0, 1, 1], "should be version 3"),
    ],
)
def test_history_with_a_gap_is_refused_whole(
    store: Store, chosen: list[int], sentence: str
) -> None:
    whole = list(history(1))
    with pytest.raises(BadInput, match=sentence):
        store.import_acts([*history(5, first=10), *(whole[place] for place in chosen)])
    assert store.head() == 0


def test_the_clock_goes_with_real_time_until_it_is_held(store: Store) -> None:
    first, second = store.now(), store.now()
    assert first <= second
    assert first.utcoffset() == timedelta()
    store.clock.hold(START)
    assert store.now() == store.now() == START
    store.clock.hold(START + timedelta(days=1))
    assert store.now() == START + timedelta(days=1)
    store.clock.release()
    assert store.now() >= second


def test_a_held_clock_never_goes_back(store: Store) -> None:
    store.clock.hold(START)
    with pytest.raises(TooEarly, match="can't go back"):
        store.clock.hold(START - timedelta(seconds=1))
    with pytest.raises(TooEarly, match="can't go back"):
        store.clock.shift(timedelta(seconds=-1))
    assert store.now() == START


def test_a_shifted_clock_keeps_its_offset(store: Store) -> None:
    before = store.now()
    store.clock.shift(timedelta(days=-365))
    store.clock.shift(timedelta(days=1))
    assert store.now() - before < timedelta(days=-363)
    store.clock.hold(START)
    store.clock.shift(timedelta(hours=2))
    assert store.now() == START + timedelta(hours=2)
    store.clock.release()
    assert store.now() - before < timedelta(days=-363)
    assert store.now().tzinfo is UTC
