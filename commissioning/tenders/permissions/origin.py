"""Which tenders a new one may be started from."""

from commissioning.authorities.models import Authority
from commissioning.tenders.lifecycle import Status
from commissioning.tenders.models import Tender
from socialvalue.refusals import Refused


def check_can_start_from(authority: Authority, earlier: Tender) -> None:
    """Refuse unless the earlier tender is published, or of the same authority: drafts of others are theirs alone."""
    if earlier.status != Status.PUBLISHED and earlier.authority_id != authority.pk:
        raise Refused("You can start from your own authority’s tenders, and from any that is published.")
