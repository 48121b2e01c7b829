"""What a provider's people say and arrange among themselves about a bid. It is no part of the bid and never opened."""

from django.db import models

from commissioning.bids.models.bid import BidPart


class NeverOpened(models.Manager):
    """Nothing, whatever the tender's stage: nobody but the provider's own members ever reads these rows."""

    def get_queryset(self):  # type: ignore[no-untyped-def]
        """No row."""
        return super().get_queryset().none()


class InternalPart(BidPart):
    """A part of the work on a bid that stays with the provider, before the opening and after it."""

    objects = NeverOpened()
    own = models.Manager()

    class Meta(BidPart.Meta):
        abstract = True
