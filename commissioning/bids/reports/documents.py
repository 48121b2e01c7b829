"""Files that an organisation has here already, to be used again without uploading them."""

from commissioning.bids.models import Bid, BidDocument
from providers.models import Paper

MOST_EARLIER = 50


def earlier_files(bid: Bid) -> list[tuple[str, str]]:
    """The files of the organisation's papers, then those of its other bids, newest first: (id, label). Two queries.

    The same bytes come once. Nothing of any other organisation is among them.
    """
    papers = Paper.objects.filter(provider=bid.provider, file__isnull=False).select_related("file")
    given = BidDocument.own.filter(bid__provider=bid.provider).exclude(bid=bid).select_related("file", "bid__tender")
    found = [(paper.file, f"{paper.name} (your papers)") for paper in papers.defer("file__content")]
    given = given.defer("file__content", "bid__tender__document", "bid__tender__summary").order_by("-file__uploaded_at")
    found += [(row.file, f"{row.name} ({row.bid.tender.title[:80]})") for row in given[:MOST_EARLIER]]
    first = {}
    for file, label in found:
        first.setdefault(file.sha256, (str(file.pk), f"{file.name}: {label}"))
    return list(first.values())
