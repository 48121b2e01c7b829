"""What goes from an organisation's standing facts into a bid when it is submitted."""

from providers.models import Provider
from providers.reports.facts import FACT_LABELS, UNSAID, fact_words
from providers.reports.papers import paper_words

STANDING = ("services", "areas", "about", "turnover", "accounts_audited", "ppon", "share_code", "vat_number")


def standing_words(provider: Provider) -> tuple[tuple[str, str], ...]:
    """The facts that a bid holds beside name, kind, size and numbers: pairs of a label and what it says. One query.

    What is not said is left out. Dates are said as dates, never as "out of date": the words stay true whenever they are
    read, and do not change by themselves.
    """
    words = fact_words(provider)
    facts = [(FACT_LABELS[name], words[name]) for name in STANDING if words[name] not in UNSAID]
    papers = [(f"{paper.get_kind_display()}: {paper.name}", paper_words(paper)) for paper in provider.papers.all()]
    return (*facts, *papers)
