"""Bidding with others: a lead names a consortium, asks its partners, and those who are named sign."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from commissioning.bids import actions
from commissioning.bids.lifecycle import BidsAs, PartnerRole
from commissioning.bids.models import Partner
from commissioning.bids.readiness import digest_of
from commissioning.bids.reports import signed_of
from commissioning.story.case import Case, Scene
from socialvalue.accounts.models import User

HOUR = timedelta(hours=1)


def scenes(case: Case, said: dict, *, writer: User, written_at: datetime) -> Iterator[Scene]:
    """Once the bid is written each partner is asked; each answers in an hour, and some sign in two."""
    for place, one in enumerate(said.get("partners", [])):
        yield from _scenes(case, said["provider"], one, writer, written_at + timedelta(minutes=5 + place))


def _scenes(case: Case, lead: str, said: dict, writer: User, asked_at: datetime) -> Iterator[Scene]:
    person, answered_at, signed_at = (case.cast.people[said["person"]], asked_at + HOUR, asked_at + 2 * HOUR)
    made: list[Partner] = []

    def ask() -> None:
        bid = actions.save_bids_as(case.bids[lead], BidsAs.CONSORTIUM, by=writer, now=asked_at)
        share = actions.Share(PartnerRole(said["role"]), said["share"], Decimal(said["percent"]))
        made.append(actions.invite_partner(bid, share, person.email, by=writer, now=asked_at))

    def answer() -> None:
        partner, provider = made[0], case.cast.providers[said["provider"]]
        actions.choose_organisation(partner, partner.code, provider, by=person, now=answered_at)

    def sign() -> None:
        partner = made[0]
        partner.refresh_from_db()
        # No promise and no condition names a partner in this story.
        actions.sign_share(partner, digest_of(signed_of(partner, (), ())), by=person, now=signed_at)

    yield Scene(asked_at, ask)
    yield Scene(answered_at, answer)
    if said.get("signs"):
        yield Scene(signed_at, sign)
