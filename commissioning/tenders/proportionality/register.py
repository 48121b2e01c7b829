"""A register of providers as a file, without names: what `check_tender --providers` looks at in place of a database.

    {"format": "socialvalue-providers/1",
     "providers": [{"kind": "charity", "size": "small", "services": ["environment"], "areas": ["Hertfordshire"],
                    "turnover": "350000", "insurance": "5000000", "accounts_audited": false,
                    "certificates": ["ISO 14001"], "registrations": []}]}

Money is in pounds. What is absent was not said.
"""

from collections.abc import Set
from dataclasses import dataclass
from typing import Literal

from commissioning.tenders.tenderfile import TenderFile
from commissioning.tenders.tenderfile.nouns import Money, Title
from commissioning.tenders.tenderfile.reading import read_as
from glossary.words import ServiceCategory

from .market import Market, Offer

VCSE_KINDS = frozenset({"community_group", "charity", "cic", "cooperative"})
"""The kinds that count as voluntary, community or social enterprise, as in `providers.models`."""


@dataclass(frozen=True, kw_only=True)
class RegisteredProvider:
    """One provider of the file."""

    kind: Literal["community_group", "charity", "cic", "cooperative", "company", "sole_trader", "public_body"]
    size: Literal["micro", "small", "medium", "large"]
    services: tuple[ServiceCategory, ...]
    areas: tuple[Title, ...]
    turnover: Money | None = None
    insurance: Money | None = None
    accounts_audited: bool | None = None
    certificates: tuple[Title, ...] | None = None
    registrations: tuple[Title, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class Register:
    """All providers of the file."""

    format: Literal["socialvalue-providers/1"]
    providers: tuple[RegisteredProvider, ...]


def read_register(text: bytes | str) -> Register:
    """Return the register that a JSON file says. Raises TenderFileFaults with every fault found."""
    return read_as(Register, text)


def market_of(register: Register, tender: TenderFile, areas: Set[str]) -> Market | None:
    """Return the providers that offer the tender's service in one of `areas`; None while service or area is not drafted.

    `areas` are the names, in small letters, by which a provider may say that it serves the tender's.
    """
    if tender.service is None or not areas:
        return None
    return Market(
        service=tender.service,
        areas=tuple(tender.area or ()),
        offers=tuple(
            Offer(
                kind=one.kind,
                size=one.size,
                is_vcse=one.kind in VCSE_KINDS,
                turnover=one.turnover,
                insurance=one.insurance,
                has_audited_accounts=one.accounts_audited,
                certificates=one.certificates or (),
                registrations=one.registrations or (),
            )
            for one in register.providers
            if tender.service in one.services and areas & {area.casefold() for area in one.areas}
        ),
    )
