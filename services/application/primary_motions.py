"""Motions to a primary, as the commands on it and on its ballot find them."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from domain.kernel.act import Act
from domain.kernel.ids import BodyId
from domain.kernel.refusal import OutOfOrder
from domain.primary.motion import PrimaryMotion
from domain.primary.primary import Primary
from domain.primary.terms import SUBMITTED_BY
from services.application.case import Case
from services.store.scanned import Scan

PUT_TO: Final = Scan(
    (PrimaryMotion.Put.TOPIC,),
    lambda act: act.event.primary,
    lambda act: act.event.originator_id,
)
"""The motions of each primary, in the order in which they were put."""


def motions_of(case: Case, primary: UUID) -> tuple[PrimaryMotion, ...]:
    """Every motion that was put to a primary."""
    return tuple(case.load(PrimaryMotion, one) for one in case.every(PUT_TO, primary))


def put_to(
    case: Case,
    primary: Primary,
    act: Act,
    title: str,
    text: str,
    author: str,
    group: BodyId | None,
    parents: tuple[UUID, ...] = (),
) -> None:
    """Put a motion; raises `OutOfOrder` where another has its title, which tells them apart."""
    for one in motions_of(case, primary.id):
        if one.title.casefold() == title.casefold():
            raise OutOfOrder(f"There is a motion “{one.title}” already.", rule=SUBMITTED_BY)
    motion, edition = case.id_for("motion"), primary.terms.edition
    words = (title, text)
    case.add(PrimaryMotion.put(motion, act, primary.id, words, author, group, edition, parents))
