"""The award as people read it."""

from dataclasses import dataclass

from commissioning.bids.models import Bid
from commissioning.evaluation.models import Award, Evaluation
from socialvalue.text import datetime_text


@dataclass(frozen=True)
class AwardSummary:
    """Who the award goes to and who decided it; `rows` are (label, value) for a summary list. It holds no price."""

    provider: str
    is_approved: bool
    rows: tuple[tuple[str, str], ...]


def winning_bids(award: Award) -> list[tuple[str, Bid]]:
    """Every (lot's id, bid) that the decision goes to, in the order of the lots; the id is "" where there are no lots."""
    return [("", award.bid)]


def award(evaluation: Evaluation) -> AwardSummary | None:
    """The award that was recommended or approved, or None. One query."""
    found = (
        Award.objects.filter(evaluation=evaluation)
        .select_related("bid__provider", "recommended_by", "approved_by")
        .first()
    )
    if found is None:
        return None
    rows = [
        ("Award to", str(found.bid.provider)),
        ("Reason", found.reason),
        ("Recommended by", f"{found.recommended_by}, {datetime_text(found.recommended_at)}"),
    ]
    if found.approved_at:
        rows.append(("Approved by", f"{found.approved_by}, {datetime_text(found.approved_at)}"))
    return AwardSummary(str(found.bid.provider), found.approved_at is not None, tuple(rows))
