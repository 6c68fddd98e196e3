"""What acts on data that officers see are called in sentences that everybody may read.

That something happened to an access is told, and never whose it is or how it stands: that somebody
lost it would tell that they were suspended.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from domain.data_access.agreement import DataAgreement
from domain.data_access.grant import DataGrant
from domain.data_access.looked import ListLooks
from domain.data_access.readiness import DataReadiness
from domain.kernel.aggregate import Recorded
from projections.case_sentences import UNDER_SEAL
from projections.phrases import Told

OF_ACCESS: Final[tuple[type[Recorded], ...]] = (
    DataGrant.Asked,
    DataGrant.FellOverdue,
    DataGrant.Refused,
    DataGrant.Granted,
    DataGrant.Widened,
    DataGrant.Reminded,
    DataGrant.Renewed,
    DataGrant.Withdrawn,
    DataGrant.Ended,
    ListLooks.Opened,
    ListLooks.Read,
    DataReadiness.Opened,
    DataReadiness.Trained,
    DataReadiness.Signed,
)
OF_ACCESS_UNDER_SEAL: Final[dict[str, object]] = {
    **UNDER_SEAL,
    "kind": "data_access",
    "topic": "data_access.recorded",
}


def of_access_under_seal(event: Recorded) -> dict[str, object]:
    """What stands in place of what an act of these would tell; nothing for any other."""
    return OF_ACCESS_UNDER_SEAL if isinstance(event, OF_ACCESS) else {}


def _recorded(event: Any, told: Told) -> str:
    return "Something was recorded of officers who see lists of members, under seal."


def _issued(event: Any, told: Told) -> str:
    return f"Version {event.number} of the agreement on data protection was issued."


ACCESS_SENTENCES: Final[dict[type[Recorded], Callable[[Any, Told], str]]] = {
    **dict.fromkeys(OF_ACCESS, _recorded),
    DataAgreement.Issued: _issued,
    DataAgreement.Reissued: _issued,
}
