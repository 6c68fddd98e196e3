"""Officers' access to lists of members with every act that it has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from domain.bodies.body import body_id
from domain.data_access.agreement import DataAgreement
from domain.data_access.grant import DataGrant
from domain.data_access.grant_acts import Cause, Scope
from domain.data_access.looked import ListLooks
from domain.data_access.readiness import DataReadiness
from domain.kernel.aggregate import Aggregate
from domain.kernel.ids import BodyId
from domain.rules.governing import Governing
from tests.golden.cased import ADA, DAY, DI, WHY, act, case, edition

GROUP: Final = BodyId(body_id("sample"))


def accesses() -> Iterator[Aggregate]:
    """At least one act of each kind."""
    terms = edition()
    agreement = DataAgreement.issue(act(), "Keep it to yourself.")
    agreement.reissue(act(1), "Keep it to yourself, and for this alone.")
    ready = DataReadiness.open(act(), ADA)
    ready.train(act(), date(2021, 7, 1), "Data and us")
    ready.sign(act(1, ADA), 2, 2)
    looks = ListLooks.open(act(), case("access ended"), ADA, GROUP)
    looks.read(act(1, ADA), Scope.NAMES)
    yield from (agreement, ready, looks, *_grants(terms))


def _grants(terms: Governing) -> Iterator[DataGrant]:
    ended, withdrawn, refused = (_asked(one, terms) for one in ("ended", "withdrawn", "refused"))
    ended.follow(act(20), terms)
    ended.grant(act(21, DI), DAY + timedelta(days=60), terms)
    ended.widen(act(50, DI), terms)
    ended.follow(act(51), terms)
    ended.renew(act(55, DI), DAY + timedelta(days=90), terms)
    ended.end(act(70), Cause.MANDATE)
    withdrawn.grant(act(1, DI), DAY + timedelta(days=60), terms)
    withdrawn.withdraw(act(2, DI), WHY)
    refused.refuse(act(1, DI), WHY, terms)
    yield from (ended, withdrawn, refused)


def _asked(name: str, terms: Governing) -> DataGrant:
    of, aim = case(f"access {name}"), "To write to members before the meeting."
    return DataGrant.ask(of, act(0, ADA), ADA, GROUP, Scope.CONTACTS, aim, terms)
