"""Answers what stands in the file of a request for support, for one to whom it is open.

It is read from the acts themselves and kept in no table, so that what is said lies in the open
nowhere.  It does not decide who may see it: whoever asks has had that judged and recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final
from uuid import UUID

from domain.kernel.aggregate import Recorded
from domain.kernel.sealed import Erased, unless_erased
from domain.support.request import SupportRequest
from domain.support.request_acts import Outcome, Party
from domain.support.requester import reference_of
from services.reading.case_files import GONE, PAGE, Entry
from services.store.port import RecordedAct, Store
from services.store.scanned import Scan

OUTCOMES: Final = {
    Outcome.LIFTED: "The suspension was lifted",
    Outcome.LESSER: "It ended with something less than expulsion",
    Outcome.NOT_KNOWN: "It is not known how it ended",
    Outcome.LEFT: "They left the organisation",
    Outcome.EXPELLED: "They were expelled",
}


def _stream(act: RecordedAct) -> UUID:
    stream: UUID = act.event.originator_id
    return stream


ASKED: Final = Scan((SupportRequest.Asked.TOPIC,), lambda act: reference_of(_stream(act)), _stream)
"""Requests by their reference, which tells nothing of them."""


def request_called(store: Store, reference: str) -> UUID | None:
    """The request of that reference, if there is one."""
    return next(iter(ASKED.of(store, reference.strip().upper())), None)


def support_file(store: Store, case: UUID) -> tuple[Entry, ...]:
    """Everything that is in the file of a request."""
    return tuple(
        Entry(one.act.occurred_at, heading(one), text(one))
        for one in _acts(store, case)
        if (shown := _SHOWN.get(type(one))) is not None
        for heading, text in (shown,)
    )


def _acts(store: Store, case: UUID) -> Iterator[Any]:
    after = 0
    while acts := store.acts(after=after, stream=case, limit=PAGE):
        yield from (one.event for one in acts)
        after = acts[-1].position


def _says(heading: str) -> Callable[[Any], str]:
    return lambda _: heading


def _field(name: str) -> Callable[[Any], str]:
    def read(event: Any) -> str:
        said: str = unless_erased(getattr(event, name), GONE)
        return said

    return read


def _asked(event: Any) -> str:
    said = [unless_erased(event.text, GONE)]
    if event.answer_by is not None and not isinstance(event.answer_by, Erased):
        said.append(f"An answer is due elsewhere by {event.answer_by:%A %-d %B %Y}.")
    if event.reached_by is not None:
        said.append(f"To be reached by: {unless_erased(event.reached_by, GONE)}")
    return "\n\n".join(said)


def _paper(event: Any) -> str:
    whose = "whoever asked" if event.party is Party.REQUESTER else "the adviser"
    return f"A paper from {whose}: {unless_erased(event.title, GONE)}"


def _outcome(event: Any) -> str:
    outcome = event.outcome
    told = GONE if isinstance(outcome, Erased) else f"{OUTCOMES[outcome]}."
    return f"{told} {unless_erased(event.account, GONE)}"


_Told = dict[type[Recorded], tuple[Callable[[Any], str], Callable[[Any], str]]]
_SHOWN: Final[_Told] = {
    SupportRequest.Asked: (_says("What was asked"), _asked),
    SupportRequest.Accepted: (_says("The service can help"), _field("reasons")),
    SupportRequest.Declined: (_says("The service cannot help"), _field("reasons")),
    SupportRequest.HandedBack: (_says("An adviser handed it back"), _field("reasons")),
    SupportRequest.Advised: (lambda one: f"Advice {one.number}", _field("advice")),
    SupportRequest.DocumentAdded: (_paper, _field("text")),
    SupportRequest.OutcomeRecorded: (_says("How it ended"), _outcome),
    SupportRequest.FollowedUp: (_says("How things stand afterwards"), _field("account")),
}
