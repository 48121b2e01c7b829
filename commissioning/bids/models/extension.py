"""More time for one bidder: asked for with a reason, proposed by one officer, approved by another.

A request is no part of a bid, and says nothing that the provider has not told the authority itself: who asks tells its
officers that it prepares a bid. It hangs on the provider, not on the bid, so that a provider who phones can be given time
without anybody learning whether it has begun one.
"""

from datetime import datetime

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from commissioning.bids.lifecycle import WAITING, ExtensionStatus
from commissioning.tenders.lifecycle import Phase
from commissioning.tenders.models import Tender
from providers.models import Provider
from socialvalue.accounts.models import User


class ExtensionQuerySet(models.QuerySet["Extension"]):
    """Requests by how far they are."""

    def waiting(self) -> "ExtensionQuerySet":
        """Those that nobody has decided yet."""
        return self.filter(status__in=WAITING)

    def approved(self) -> "ExtensionQuerySet":
        """Those that two officers gave, the one that lasts longest first."""
        return self.filter(status=ExtensionStatus.APPROVED).order_by("-until")


class Extension(models.Model):
    """One provider's request for more time, and what became of it."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(
        max_length=20, choices=[(s.value, s.value) for s in ExtensionStatus], default=ExtensionStatus.ASKED
    )
    reason = models.TextField(help_text="the provider's")
    is_for_caller = models.BooleanField(
        default=False, help_text="an officer began it for a provider who named itself to the authority"
    )
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    until = models.DateTimeField(null=True, help_text="the closing for this provider alone")
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    proposal_reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    refusal_reason = models.TextField(blank=True)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["tender", "provider"], condition=Q(status__in=list(WAITING)), name="one_waiting_extension"
            ),
            models.CheckConstraint(
                name="extension_proposed_at_and_by",
                condition=Q(proposed_by=None, proposed_at=None, until=None, proposal_reason="")
                | (
                    Q(proposed_by__isnull=False, proposed_at__isnull=False, until__isnull=False)
                    & ~Q(proposal_reason="")
                ),
            ),
            models.CheckConstraint(
                name="extension_decided_at_and_by",
                condition=Q(status__in=list(WAITING), decided_by=None, decided_at=None)
                | (~Q(status__in=list(WAITING)) & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="two_people_give_more_time",
                condition=~Q(status=ExtensionStatus.APPROVED)
                | (Q(proposed_by__isnull=False) & ~Q(decided_by=F("proposed_by")) & ~Q(decided_by=F("asked_by"))),
            ),
            models.CheckConstraint(
                name="refused_with_a_reason",
                condition=Q(status=ExtensionStatus.REFUSED) ^ Q(refusal_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"More time for {self.provider}"


def extended_until(tender: Tender, provider: Provider) -> datetime | None:
    """Until when two officers let one provider send its bid; None where they gave it no time. One query."""
    return Extension.objects.approved().filter(tender=tender, provider=provider).values_list("until", flat=True).first()


def last_extension(tender: Tender) -> datetime | None:
    """Until when the provider with the longest time may send its bid; None where nobody has more time. One query."""
    return Extension.objects.approved().filter(tender=tender).values_list("until", flat=True).first()


def with_extension(bids: QuerySet) -> QuerySet:
    """Bids with `extended_until` of each, and `asked_for_time`, whether its provider ever asked, in the same query."""
    asked = Extension.objects.filter(tender=OuterRef("tender"), provider=OuterRef("provider"))
    given = asked.approved().values("until")[:1]
    return bids.annotate(extended_until=Subquery(given), asked_for_time=Exists(asked))


def with_last_extension(tenders: QuerySet) -> QuerySet:
    """Tenders with `extended_until`, the longest time that any provider has, in the same query."""
    given = Extension.objects.approved().filter(tender=OuterRef("pk"))
    return tenders.annotate(extended_until=Subquery(given.values("until")[:1]))


def is_open_until(tender: Tender, until: datetime | None, now: datetime) -> bool:
    """Whether a tender takes the bid of a provider who has time `until`, at `now`: the one rule for every bid.

    The instant itself is too late. More time never opens a tender that is cancelled.
    """
    phase = tender.phase(now)
    return phase is Phase.OPEN or (phase is Phase.CLOSED and until is not None and now < until)
