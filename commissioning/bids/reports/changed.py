"""Material changes to a tender that a submitted bid has neither answered nor confirmed."""

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from commissioning.bids.lifecycle import Status
from commissioning.bids.models import AddendumConfirmation, Bid, Submission
from commissioning.tenders.models import Addendum, Tender


def unconfirmed(bid: Bid, submission: Submission | None) -> list[Addendum]:
    """The material addenda since a submission (its pack read already), but for those confirmed since. One query at most."""
    if submission is None:
        return []
    confirmed = AddendumConfirmation.own.filter(bid=bid, pack__version__gte=OuterRef("pack__version"))
    return list(_material(bid.tender).filter(~Exists(confirmed), pack__version__gt=submission.pack.version))


def unconfirmed_when_opened(tender: Tender, submissions: list[Submission]) -> dict[object, str]:
    """What to say of each opened bid, by its id: which material addenda it stands without. "" where there are none.

    Two queries, whatever the number of bids; through the sealed manager, so that nothing is known before the opening.
    """
    numbers = [(one.pack.version, one.number) for one in _material(tender)]
    stands = {submission.bid_id: submission.pack.version for submission in submissions}
    if numbers:
        for row in AddendumConfirmation.objects.filter(bid__tender=tender).select_related("pack"):
            stands[row.bid_id] = max(stands[row.bid_id], row.pack.version)
    return {
        bid_id: ", ".join(f"Not confirmed after addendum {number}" for version, number in numbers if version > stood)
        for bid_id, stood in stands.items()
    }


def with_changes(bids: QuerySet[Bid]) -> QuerySet[Bid]:
    """Bids with what `is_to_confirm` reads of each, in the same query: versions of the tender's pack."""
    material = Addendum.objects.published().filter(tender=OuterRef("tender"), is_material=True)
    submissions = Submission.own.filter(bid=OuterRef("pk"))
    confirmations = AddendumConfirmation.own.filter(bid=OuterRef("pk"))
    return bids.annotate(
        changed_to=Subquery(material.order_by("-pack__version").values("pack__version")[:1]),
        submitted_for=Subquery(submissions.order_by("-version").values("pack__version")[:1]),
        confirmed_for=Subquery(confirmations.order_by("-pack__version").values("pack__version")[:1]),
    )


def is_to_confirm(bid: Bid) -> bool:
    """Whether a bid found by `with_changes` is submitted, and stands from before a material change of the tender."""
    if bid.status != Status.SUBMITTED or bid.changed_to is None:
        return False
    return bid.changed_to > max(bid.submitted_for or 0, bid.confirmed_for or 0)


def _material(tender: Tender) -> QuerySet[Addendum]:
    """The tender's material addenda with the versions that they made, without documents."""
    rows = Addendum.objects.published().filter(tender=tender, is_material=True)
    return rows.select_related("pack").defer("document", "pack__document")
