"""Lets programs put an address into the address book, before they say who is reached there.

The address goes no further than the book; what is said on record is the name of its entry.
"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, StringConstraints

from domain.kernel.ids import PersonId
from domain.notices.contact import Channel
from services.application.notices import SetContact
from services.web.acting import must_act
from services.web.api.verbs import REFUSALS
from services.web.site import Site
from services.web.trying import tried

router = APIRouter(tags=["notices"])


class AddressGiven(BaseModel):
    """An address: one mailbox, or the lines of an envelope."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    person: PersonId
    channel: Channel
    address: Annotated[str, StringConstraints(min_length=3, max_length=500)]


class Entry(BaseModel):
    """Under which name the address is kept; `set_contact` takes it."""

    entry: UUID


@router.post("/api/address-book", status_code=201, responses=REFUSALS)
def put_in_address(given: AddressGiven, request: Request) -> Entry:
    """Keep an address, if you may say how that person is reached; then use `set_contact`."""
    site: Site = request.app.state.site
    asked = SetContact(person=given.person, channel=given.channel, entry=uuid4())
    tried(site, must_act(request).asker, asked)
    return Entry(entry=site.office.addresses.put_in(given.person, given.channel, given.address))
