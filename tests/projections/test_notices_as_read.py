"""What the views say of a notice is what its acts said, at the end and on the way there."""

from __future__ import annotations

from domain.notices.contact import Channel
from services.reading.notices import notice, notices, ways
from services.reading.view import Reading
from tests.projections.conftest import Played
from tests.support.hands import member


def test_a_notice_is_read_with_what_came_of_it(at: Reading) -> None:
    [line] = notices(at).notices
    assert line.subject == "The year's dates"
    assert (line.addressees, line.by_email, line.by_post, line.nowhere) == (3, 2, 1, 0)
    assert (line.served, line.late, line.unserved) == (3, 0, 0)
    found = notice(at, line.notice)
    assert [(batch.channel, batch.count) for batch in found.batches] == [
        (Channel.EMAIL, 1),
        (Channel.POST, 2),
    ]
    assert [(one.count, one.served, one.reason) for one in found.came_back] == [
        (1, False, "unknown")
    ]
    assert [(one.person, one.accidental) for one in found.omissions] == [(member(8), True)]
    assert not found.waits_for_mail


def test_before_anything_was_sent_nothing_is_said_to_have_been(played: Played) -> None:
    with played.at() as now:
        [line] = notices(now).notices
    with played.at(line.called) as then:
        found = notice(then, line.notice)
        assert (found.notice.addressees, found.batches, found.notice.completed) == (None, (), None)


def test_how_somebody_is_reached_is_read_as_of_any_moment(played: Played) -> None:
    with played.at() as now:
        [way] = ways(now, member(5))
        [line] = notices(now).notices
    assert way.channel is Channel.EMAIL
    with played.at(way.given) as then:
        assert [one.channel for one in ways(then, member(5))] == [Channel.EMAIL, Channel.POST]
    assert way.given < line.called
