"""The rules on data of members that officers of a group see, by name."""

from __future__ import annotations

from typing import Final

from domain.kernel.ids import RuleId

KEPT_BY: Final = RuleId("data_access.kept_by")
HELD_BY: Final = RuleId("data_access.held_by")
SIGNED: Final = RuleId("data_access.agreement_signed")
TRAINED_DAYS: Final = RuleId("data_access.trained_days")
DECIDED_DAYS: Final = RuleId("data_access.decided_days")
FIRST_STAGE_DAYS: Final = RuleId("data_access.first_stage_days")
GRANTED_DAYS: Final = RuleId("data_access.granted_days")
RENEWED_DAYS: Final = RuleId("data_access.renewed_days")
