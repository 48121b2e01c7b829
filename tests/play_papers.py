"""Papers of an organisation, added by playing the real actions. All of these need the database."""

from datetime import date, datetime
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from providers import actions
from providers.models import Paper, Provider, Role
from tests.play_bids import person_with

Kind = Paper.Kind
CERTIFICATE = b"%PDF-1.7 a certificate"


def insured(
    provider: Provider, now: datetime, *, until: date = date(2027, 3, 31), cover: int = 5_000_000, **facts: object
) -> Paper:
    """Public liability insurance with its certificate, added by the provider's writer."""
    said = {"name": "Public liability", "cover": Decimal(cover), "issuer": "Zurich", "expires_on": until, **facts}
    file = SimpleUploadedFile("cover.pdf", CERTIFICATE)
    return actions.add_paper(provider, Kind.INSURANCE, said, file=file, by=person_with(provider, Role.WRITER), now=now)


def with_paper(provider: Provider, kind: Kind, name: str, now: datetime, **facts: object) -> Paper:
    """A paper without a file."""
    return actions.add_paper(provider, kind, {"name": name, **facts}, by=person_with(provider, Role.WRITER), now=now)
