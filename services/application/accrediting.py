"""The day as of which a meeting's delegations are counted, and how credentials begin anew."""

from __future__ import annotations

from datetime import date, timedelta

from domain.kernel.act import Act
from domain.kernel.moments import LONDON
from domain.meetings.credentials import Credentials, credentials_id
from domain.meetings.delegations import COUNTED_AT
from domain.rules.values import Days
from services.application.hall import Hall


def counted_on(it: Hall) -> date:
    """The day as of which the members of a delegation are counted, by when the meeting is."""
    before = it.orders.rules.value(COUNTED_AT, Days).count
    return it.meeting.starts.astimezone(LONDON).date() - timedelta(days=before)


def begin_credentials_anew(it: Hall, act: Act) -> None:
    """Accredit anew for a meeting that was moved: members are counted by its new day."""
    found = it.case.find(Credentials, credentials_id(it.meeting.id))
    if found is not None:
        found.begin_anew(act, counted_on(it))
