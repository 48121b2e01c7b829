"""What an organisation says of itself, in words."""

from providers.models import Provider
from socialvalue.text import list_text, money_text

NOT_SAID, NONE, NOTHING = "Not said", "None", "Nothing written"
UNSAID = frozenset({NOT_SAID, NONE, NOTHING, ""})
AUDITED = {True: "Yes", False: "No", None: NOT_SAID}
FACT_LABELS = {
    "name": "Name",
    "kind": "Kind",
    "size": "Size",
    "charity_number": "Charity number",
    "company_number": "Company number",
    "postcode": "Postcode",
    "services": "Services",
    "areas": "Areas",
    "about": "About",
    "turnover": "Turnover of the last financial year",
    "accounts_audited": "Audited accounts",
    "ppon": "PPON",
    "share_code": "Share code",
    "vat_number": "VAT number",
    "insurance": "Highest insurance cover",
    "certificates": "Certificates",
    "registrations": "Registrations and licences",
}
"""What people call each fact, by the name of its field, in the order of the page."""


def fact_words(provider: Provider) -> dict[str, str]:
    """What an organisation says of itself, in words, by the name of each field."""
    return {
        "name": provider.name,
        "kind": provider.get_kind_display(),
        "size": provider.get_size_display(),
        "charity_number": provider.charity_number or NONE,
        "company_number": provider.company_number or NONE,
        "postcode": provider.postcode,
        "services": list_text(provider.service_labels),
        "areas": list_text(provider.areas),
        "about": provider.about or NOTHING,
        "turnover": NOT_SAID if provider.turnover is None else money_text(provider.turnover),
        "accounts_audited": AUDITED[provider.accounts_audited],
        "ppon": provider.ppon or NONE,
        "share_code": provider.share_code or NONE,
        "vat_number": provider.vat_number or NONE,
        "insurance": NOT_SAID if provider.insurance is None else money_text(provider.insurance),
        "certificates": list_text(provider.certificates) or NOT_SAID,
        "registrations": list_text(provider.registrations) or NOT_SAID,
    }
