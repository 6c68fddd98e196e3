"""The generated electorate as a file: a seed and shares in whole thousandths, and no person."""

from __future__ import annotations

from typing import Self

from pydantic import StrictInt, model_validator

from services.examples.base import (
    Backed,
    Entry,
    File,
    Handle,
    Moment,
    Number,
    PerThousand,
    Positive,
    Slug,
)


class WithoutGroup(Entry):
    """Members who belong to no local group."""

    region: Slug
    region_2022: Slug
    per_thousand: PerThousand


class JoinBand(Entry):
    """How many joined so many days before the freeze; a day below zero is after it."""

    from_days: StrictInt
    to_days: StrictInt
    per_thousand: PerThousand


class RegionTurnout(Entry):
    """Turnout in one of the eight regions."""

    region: Slug
    per_thousand: PerThousand


class Support(Entry):
    """How those who vote lean on one proposal; the three make a thousand."""

    proposal: Handle
    in_favour: PerThousand
    against: PerThousand
    abstaining: PerThousand

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        total = self.in_favour + self.against + self.abstaining
        if total != 1000:
            raise ValueError(f"the three shares make {total}, and 1000 was expected")
        return self


class Electorate(Backed):
    """How the electorate is generated from a seed."""

    seed: Number
    members: Positive
    without_group: tuple[WithoutGroup, ...]
    freeze_at: Moment
    joined: tuple[JoinBand, ...]
    lapsed_before_freeze_per_thousand: PerThousand
    turnout_per_thousand: PerThousand
    turnout_by_region_2022: tuple[RegionTurnout, ...]
    replaced_papers_per_thousand: PerThousand
    arrivals_by_day: tuple[PerThousand, ...]
    support: tuple[Support, ...]


class ElectorateFile(File):
    """electorate.yaml"""

    electorate: Electorate
