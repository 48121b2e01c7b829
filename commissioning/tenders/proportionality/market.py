"""What the rules of reach are told about registered providers: figures without names."""

from dataclasses import dataclass
from decimal import Decimal

from glossary.words import ServiceCategory


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One registered provider, without its name. None means that it has not said; money in pounds.

    `kind` and `size` are the values of `providers.models.Provider.Kind` and `.Size`; `is_vcse` whether the kind counts
    as a voluntary, community or social enterprise. `certificates` and `registrations` are the names it has given.
    """

    kind: str
    size: str
    is_vcse: bool
    turnover: Decimal | None = None
    insurance: Decimal | None = None
    has_audited_accounts: bool | None = None
    certificates: tuple[str, ...] = ()
    registrations: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Market:
    """The registered providers that offer one service in one area."""

    service: ServiceCategory
    areas: tuple[str, ...]
    offers: tuple[Offer, ...]
