"""Requests for support with every act that they have, and the advisers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate
from domain.kernel.ids import PersonId
from domain.rules.governing import Governing
from domain.support.desk import AdviceDesk
from domain.support.file import ReadsAs, SupportFile
from domain.support.request import Asking, SupportRequest
from domain.support.request_acts import Outcome, Party
from tests.golden.cased import ADA, CY, DI, SECRET, WHY, act, case, edition

ASKED: Final = "They suspended me for a post of mine."


def supports() -> Iterator[Aggregate]:
    """At least one act of each kind."""
    terms = edition()
    yield from (_advised(terms), *_ended_early(terms), _file(), _desk(terms))


def _asked(name: str, terms: Governing) -> SupportRequest:
    asking = Asking(
        text=ASKED, answer_by=date(2021, 8, 20), requester=ADA, reached_by="ada@example.org"
    )
    return SupportRequest.ask(case(f"support {name}"), act(), asking, SECRET, terms)


def _by(days: float, person: PersonId = CY) -> Act:
    return act(days, person)


def _advised(terms: Governing) -> SupportRequest:
    found = _asked("advised", terms)
    found.consent(_by(1), terms)
    found.accept(_by(2), WHY, terms)
    found.follow(_by(20), terms)
    found.give_adviser(_by(21), DI, terms)
    found.hand_back(_by(22, DI), WHY, terms)
    found.give_adviser(_by(23), CY, terms)
    found.add_document(_by(24), Party.REQUESTER, "The letter", "You are suspended.")
    found.advise(_by(25), "Ask for the charges.", terms)
    found.record_outcome(_by(26), Outcome.LIFTED, "They wrote so.", terms)
    found.follow_up(_by(27), "They are well.")
    return found


def _ended_early(terms: Governing) -> Iterator[SupportRequest]:
    lapsed, withdrawn, declined = (_asked(f"early {at}", terms) for at in range(3))
    lapsed.follow(_by(60), terms)
    withdrawn.withdraw(_by(1))
    declined.consent(_by(1), terms)
    declined.decline(_by(2), WHY)
    yield from (lapsed, withdrawn, declined)


def _file() -> SupportFile:
    found = SupportFile.open(act(), case("support advised"))
    found.read(_by(1), ReadsAs.ADVISER)
    return found


def _desk(terms: Governing) -> AdviceDesk:
    found = AdviceDesk.open(act())
    found.name(_by(1), DI, 4, terms.current)
    found.leave(_by(2), DI, WHY)
    return found
