"""What every command on an officer's access has in hand, and what ends such an access.

Whatever has fallen due is recorded first, at its own moment.  Whether an access opens anything is
judged anew at each look: a mandate that is over, a suspension and a death end it from their own
moment on, whether or not that has been recorded yet.
"""

from __future__ import annotations

from typing import Final, NamedTuple
from uuid import UUID

from domain.bodies.body import Body
from domain.data_access.grant import DataGrant
from domain.data_access.grant_acts import Cause
from domain.data_access.rules import HELD_BY, KEPT_BY
from domain.kernel.act import Act, Authority
from domain.kernel.ids import PersonId
from domain.kernel.refusal import NotAllowed
from domain.powers import About, authority, powers_of
from domain.rules.governing import Governing
from services.application.case import Case
from services.application.casework import by_itself, governing
from services.store.port import RecordedAct
from services.store.scanned import Scan


class _Officer(NamedTuple):
    """Somebody of whom it is asked whether they hold an access by right."""

    person: PersonId
    on_behalf_of: UUID | None = None


def _stream(act: RecordedAct) -> UUID:
    stream: UUID = act.event.originator_id
    return stream


OF_PERSON: Final = Scan((DataGrant.Asked.TOPIC,), lambda act: act.event.person, _stream)
"""Every access that somebody ever asked for."""
OF_BODY: Final = Scan((DataGrant.Asked.TOPIC,), lambda act: act.event.body, _stream)
"""Every access to the list of a group that was ever asked for."""


class GrantAtHand(NamedTuple):
    """An access with the rules that govern it."""

    case: Case
    grant: DataGrant
    rules: Governing

    def by_keeper(self) -> Act:
        """The act of whoever keeps accesses, and never on their own; raises `NotAllowed`."""
        act = self.case.act_by_power(KEPT_BY, governing=self.rules)
        if self.case.by.person == self.grant.person:
            raise NotAllowed("This access is your own: others decide on it.", rule=KEPT_BY)
        return act

    def by_holder(self) -> Act:
        """The act of whoever has the access, and what it needs, at this moment."""
        held = holding(self.case, self.grant)
        if self.case.by.person != self.grant.person or held is None:
            raise NotAllowed("Only the officer who was given this access uses it.", rule=HELD_BY)
        return self.case.act(held).under(HELD_BY).within(self.grant.id, self.grant.edition)

    def must_be_held(self) -> None:
        """Refuse to give anything to whoever is no officer of the group; raises `NotAllowed`."""
        if holding(self.case, self.grant) is None:
            raise NotAllowed("They hold no post in this group, or are suspended.", rule=HELD_BY)


def at_hand(case: Case, access: UUID) -> GrantAtHand:
    """An access with everything on record that has fallen due."""
    found = case.load(DataGrant, access)
    rules = governing(case, found.id, found.edition)
    found.follow(by_itself(case), rules)
    if _lost_for_good(case, found) is Cause.SUSPENSION:
        _end(case, found, by_itself(case), Cause.SUSPENSION)
    return GrantAtHand(case, found, rules)


def holding(case: Case, grant: DataGrant) -> Authority | None:
    """That by which somebody may have an access now; nothing for whoever lost it."""
    if _lost_for_good(case, grant) is not None:
        return None
    body = case.load(Body, grant.body)
    powers = powers_of(case.edition.rule(HELD_BY))
    return authority(_Officer(grant.person), powers, case, About(body=body.slug))


def end_accesses(case: Case, person: PersonId, act: Act) -> None:
    """End every access of somebody for which they lost what it needs, with what took that away."""
    for access in case.every(OF_PERSON, person):
        _end_if_lost(case, access, act)


def end_accesses_to(case: Case, body: Body, act: Act) -> None:
    """End every access to the list of a body that is dissolved."""
    for access in case.every(OF_BODY, body.id):
        _end_if_lost(case, access, act)


def _end_if_lost(case: Case, access: UUID, act: Act) -> None:
    grant = case.load(DataGrant, access)
    if holding(case, grant) is None:
        service = by_itself(case).at(act.occurred_at).caused_by(act.cause)
        _end(case, grant, service, _lost_for_good(case, grant) or Cause.MANDATE)


def _end(case: Case, grant: DataGrant, act: Act, cause: Cause) -> None:
    """What fell due before that is recorded before it."""
    if not grant.is_over:
        grant.follow(act.caused_by(None), governing(case, grant.id, grant.edition))
        grant.end(act, cause)


def _lost_for_good(case: Case, grant: DataGrant) -> Cause | None:
    """What takes an access from somebody, whichever post they hold, and does not give it back.

    A suspension does so from its moment on, and no act tells of it there and then: beside the act
    of the suspension, which names nobody, it would tell whose that is.  It is put on record when
    the access is next seen to.
    """
    if case.has_died(grant.person):
        return Cause.DEATH
    since = (one for one in case.suspensions_of(grant.person) if one.created_on >= grant.created_on)
    suspended = case.suspension_of(grant.person) is not None or next(since, None) is not None
    return Cause.SUSPENSION if suspended else None
