"""The registered providers that a tender could reach, as figures without names."""

from commissioning.tenders.proportionality import Market, Offer
from commissioning.tenders.tenderfile import TenderFile
from providers.models import Provider


def market_for(document: TenderFile) -> Market | None:
    """Return the registered providers that offer the tender's service and serve one of its areas. One query.

    None while service or area is not drafted. Areas are the names that councils and providers write; they are compared
    without regard to capitals.
    """
    wanted = {area.strip().casefold() for area in document.area or () if area.strip()}
    if document.service is None or not wanted:
        return None
    # The name in quotes, as it stands in the list's JSON, narrows the rows on either database; the lists themselves decide.
    found = Provider.objects.filter(services__icontains=f'"{document.service.value}"').order_by("pk")
    offers = tuple(
        Offer(
            kind=one.kind,
            size=one.size,
            is_vcse=one.kind in Provider.VCSE_KINDS,
            turnover=one.turnover,
            insurance=one.insurance,
            has_audited_accounts=one.accounts_audited,
            certificates=tuple(one.certificates),
            registrations=tuple(one.registrations),
        )
        for one in found.defer("about")
        if wanted & {area.strip().casefold() for area in one.areas}
    )
    return Market(service=document.service, areas=tuple(document.area or ()), offers=offers)
