"""Bids, what is in them, and the seal.

The seal is the default manager. `Bid.objects`, and the default manager of everything inside a bid, return only what has
been opened: submitted bids of tenders whose bids two people opened. So no query on the authority's side can return a
sealed bid, nor count one. The provider's own side, and this stage's own actions, say `Bid.own` and start from the
person (`Bid.own.of(user)`); a test keeps that name inside this stage.
"""

import uuid
from datetime import datetime
from functools import cached_property

from django.db import models
from django.db.models import F, Q

from commissioning.authorities.models import Role as StaffRole
from commissioning.authorities.models import Staff
from commissioning.bids import bidfile
from commissioning.bids.lifecycle import BidsAs, Status
from commissioning.bids.models.extension import extended_until, is_open_until
from commissioning.tenders.models import Pack, Tender
from providers.models import Provider
from providers.models import Role as MemberRole
from socialvalue.accounts.models import User
from socialvalue.files.models import StoredFile
from socialvalue.text import datetime_text

# Who on the authority's side may read whole bids, prices included, once they are opened.
READERS = [StaffRole.PROCUREMENT, StaffRole.AUDITOR]


class Opening(models.Model):
    """The opening of one tender's bids: one person asks, another confirms, and only then is the seal broken."""

    tender = models.OneToOneField(Tender, on_delete=models.PROTECT, related_name="opening")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)
    record_sha256 = models.CharField(
        max_length=64, blank=True, help_text="of what was there when the bids were opened: see reports/opening_record"
    )
    # Prices have a seal of their own: it is broken when quality is final.
    prices_opened_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    prices_opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="prices_opened_at_and_by",
                condition=Q(prices_opened_by=None, prices_opened_at=None)
                | Q(prices_opened_by__isnull=False, prices_opened_at__isnull=False, opened_at__isnull=False),
            ),
            models.CheckConstraint(
                name="two_people_open",
                condition=Q(opened_by=None) | ~Q(opened_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="opened_at_and_by",
                condition=Q(opened_by=None, opened_at=None) | Q(opened_by__isnull=False, opened_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Opening of {self.tender}"


def _made_for(user: User) -> Q:
    """Bids of the providers that the person is a member of, and those submitted with one of them as partner."""
    mine = Provider.objects.of(user)
    named = Bid.own.filter(partners__provider__in=mine, partners__submitted_version__isnull=False)
    return Q(provider__in=mine) | Q(pk__in=named.values("pk"))


def _of_bidder(user: User) -> Q:
    """Bids made for the person, and those of providers they left after the tender was published, as partner too.

    To lay down a role for an hour must not open the bids of one's rivals.
    """
    left = Q(provider__past_members__user=user, provider__past_members__ended_at__gte=F("tender__published_at"))
    left_partner = Q(
        partners__submitted_version__isnull=False,
        partners__provider__past_members__user=user,
        partners__provider__past_members__ended_at__gte=F("tender__published_at"),
    )
    return (
        _made_for(user)
        | Q(pk__in=Bid.own.filter(left).values("pk"))
        | Q(pk__in=Bid.own.filter(left_partner).values("pk"))
    )


class OpenedBids(models.Manager["Bid"]):
    """Only what has been opened."""

    def get_queryset(self) -> models.QuerySet["Bid"]:
        """Submitted bids of tenders whose bids have been opened."""
        return super().get_queryset().filter(status=Status.SUBMITTED, tender__opening__opened_at__isnull=False)

    def made_for(self, user: User) -> models.QuerySet["Bid"]:
        """Opened bids of the providers that the person is a member of, and those with one of them as partner."""
        return self.get_queryset().filter(_made_for(user))

    def of_bidder(self, user: User) -> models.QuerySet["Bid"]:
        """Opened bids of which the person is a bidder, now or at any time since the tender was published."""
        return self.get_queryset().filter(_of_bidder(user))

    def visible_to(self, user: User) -> models.QuerySet["Bid"]:
        """Opened bids that the person may read whole, prices included: procurement officers and auditors.

        Whoever is also a member of a bidder, or was since the tender was published, reads none of that tender's: they
        are its rivals' bids.
        """
        staff = Staff.objects.filter(user=user, role__in=READERS)
        found = self.get_queryset().filter(tender__authority__in=staff.values("authority"))
        return found.exclude(tender__in=self.of_bidder(user).values("tender"))


class OwnBids(models.Manager["Bid"]):
    """The provider's side."""

    def of(self, user: User, *roles: MemberRole) -> models.QuerySet["Bid"]:
        """Bids of the providers where the person holds any of `roles`, or any role if none is named."""
        return self.get_queryset().filter(provider__in=Provider.objects.of(user, *roles))

    def made_for(self, user: User) -> models.QuerySet["Bid"]:
        """Bids of the providers that the person is a member of, and those submitted with one of them as partner."""
        return self.get_queryset().filter(_made_for(user))

    def of_bidder(self, user: User) -> models.QuerySet["Bid"]:
        """Bids of which the person is a bidder, now or at any time since the tender was published."""
        return self.get_queryset().filter(_of_bidder(user))


class Bid(models.Model):
    """One provider's bid for one tender."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # No way back from a tender or a provider to its bids: a join from there would go round the seal.
    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(
        max_length=20,
        choices=[(s.value, s.value) for s in Status],
        default=Status.DRAFT,
    )
    bids_as = models.CharField(max_length=20, choices=[(one.value, one.value) for one in BidsAs], default=BidsAs.ALONE)
    price = models.DecimalField(max_digits=14, decimal_places=2, null=True, help_text="GBP, without VAT")
    # By lot, where the tender has lots; then `price` is their sum. One save, one version and one seal for all of the price.
    lot_prices = models.JSONField(default=dict, help_text="GBP without VAT as text, by the lot's id in the tender file")
    price_version = models.PositiveIntegerField(
        default=0, help_text="counts the saves, so that a stale page is noticed"
    )
    declarations_version = models.PositiveIntegerField(default=0, help_text="counts the saves of all declarations")
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    price_stays_sealed = models.BooleanField(
        default=False, help_text="it was out before prices were opened, so its own never is"
    )

    objects = OpenedBids()
    own = OwnBids()

    class Meta:
        base_manager_name = "own"
        constraints = [models.UniqueConstraint(fields=["tender", "provider"], name="one_bid_per_provider")]

    def __str__(self) -> str:
        return f"{self.provider} for {self.tender}"

    @cached_property
    def extended_until(self) -> datetime | None:
        """Until when its provider alone has time; None as a rule. One query, none where `with_extension` asked already."""
        return extended_until(self.tender, self.provider)

    def is_open(self, now: datetime) -> bool:
        """Whether it can be changed and submitted at `now`: while the tender takes bids, or longer with more time."""
        return self.tender.is_open(now) or is_open_until(self.tender, self.extended_until, now)

    def closing_text(self, now: datetime) -> str:
        """When it must arrive, or must have arrived, for the end of a sentence: the tender's closing or a later one."""
        until = self.extended_until
        if until is None or until <= self.tender.closes_at or (self.tender.waiting and self.tender.closes_at <= now):
            return self.tender.closing_text(now)
        return datetime_text(until)


class OpenedParts(models.Manager):
    """Only the parts of opened bids."""

    def get_queryset(self):  # type: ignore[no-untyped-def]
        """Parts of submitted bids of tenders whose bids have been opened."""
        return (
            super()
            .get_queryset()
            .filter(
                bid__status=Status.SUBMITTED,
                bid__tender__opening__opened_at__isnull=False,
            )
        )


class OpenedSubmissions(OpenedParts):
    """Only submissions of opened bids, and without their price until the prices are opened."""

    def get_queryset(self):  # type: ignore[no-untyped-def]
        """Each row with `is_price_open`, on which `Submission.file` rests."""
        is_open = Q(bid__tender__opening__prices_opened_at__isnull=False, bid__price_stays_sealed=False)
        return (
            super()
            .get_queryset()
            .annotate(is_price_open=models.ExpressionWrapper(is_open, output_field=models.BooleanField()))
        )


class BidPart(models.Model):
    """What every part of a bid shares: its bid and the seal."""

    objects = OpenedParts()
    own = models.Manager()

    class Meta:
        abstract = True
        base_manager_name = "own"


class Answer(BidPart):
    """What was written to one question, by the question's id in the tender file."""

    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="answers")
    question_id = models.CharField(max_length=60)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1, help_text="counts the saves, so that a stale page is noticed")
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    autosaved_since = models.DateTimeField(
        null=True, help_text="when this run of one person's automatic saves began; null after a save by button"
    )

    class Meta(BidPart.Meta):
        constraints = [models.UniqueConstraint(fields=["bid", "question_id"], name="one_answer_per_question")]

    def __str__(self) -> str:
        return f"Answer to {self.question_id}"


class Commitment(BidPart):
    """A promise: so many of a unit, by a day, shown by this evidence.

    A commitment question takes exactly one, whose measure and unit are the question's; a question answered in words may
    take any number.
    """

    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="commitments")
    question_id = models.CharField(max_length=60)
    measure = models.CharField(max_length=150)
    unit = models.CharField(max_length=100)
    quantity = models.DecimalField(max_digits=14, decimal_places=2)
    baseline = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    by_when = models.DateField()
    evidence = models.TextField()
    # The chain: how the promise comes about and what it leads to. Empty means: not said.
    inputs = models.TextField(blank=True)
    activities = models.TextField(blank=True)
    outputs = models.TextField(blank=True)
    outcomes = models.TextField(blank=True)
    impact = models.TextField(blank=True)
    place = models.CharField(max_length=150, blank=True)
    beneficiaries = models.CharField(max_length=300, blank=True)
    milestones = models.JSONField(default=list, help_text="steps, oldest first: [day as YYYY-MM-DD, quantity as text]")
    # Who delivers it; null for the bidder itself.
    partner = models.ForeignKey("Partner", on_delete=models.PROTECT, null=True, related_name="commitments")
    version = models.PositiveIntegerField(default=1, help_text="counts the saves, so that a stale page is noticed")

    class Meta(BidPart.Meta):
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="quantity_not_negative", condition=Q(quantity__gte=0))]

    def __str__(self) -> str:
        return f"{self.quantity} {self.unit}"


class Declaration(BidPart):
    """What the provider says of one condition of participation, by the condition's id in the tender file."""

    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="declarations")
    condition_id = models.CharField(max_length=60)
    meets = models.BooleanField()
    note = models.TextField(blank=True)
    # Who meets it; null for the bidder itself.
    partner = models.ForeignKey("Partner", on_delete=models.PROTECT, null=True, related_name="declarations")

    class Meta(BidPart.Meta):
        constraints = [models.UniqueConstraint(fields=["bid", "condition_id"], name="one_declaration_per_condition")]

    def __str__(self) -> str:
        return f"Declaration on {self.condition_id}"


class BidDocument(BidPart):
    """A file given for one document that the tender asks of everyone, by the document's name."""

    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="documents")
    name = models.CharField(max_length=150)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta(BidPart.Meta):
        constraints = [models.UniqueConstraint(fields=["bid", "name"], name="one_file_per_document")]

    def __str__(self) -> str:
        return self.name


class Submission(BidPart):
    """A version of a bid as it was submitted, in its canonical form. Append-only by trigger."""

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="submissions")
    version = models.PositiveIntegerField()
    reference = models.CharField(max_length=40, unique=True, help_text="the receipt's reference")
    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="+")
    content = models.TextField(help_text="the canonical bid: see bidfile")
    sha256 = models.CharField(max_length=64, help_text="of the content's UTF-8 bytes")
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(help_text="the instant at which the request arrived")
    idempotency_key = models.UUIDField(unique=True, help_text="one form is one submission, however often it is sent")

    # True on the bidder's own side; `objects`, which is the authority's way in, says it of each row.
    is_price_open = True

    objects = OpenedSubmissions()
    own = models.Manager()

    class Meta(BidPart.Meta):
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["bid", "version"], name="one_submission_per_version")]

    def __str__(self) -> str:
        return self.reference

    @cached_property
    def file(self) -> bidfile.BidFile:
        """The canonical bid as dataclasses; its price is None while prices are sealed."""
        said = bidfile.read(self.content)
        return said if self.is_price_open else said.without_price()


class AddendumConfirmation(BidPart):
    """A signatory's word that the bid, as it was submitted, stands for a later version of the tender. Append-only."""

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="confirmations")
    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta(BidPart.Meta):
        constraints = [models.UniqueConstraint(fields=["bid", "pack"], name="one_confirmation_per_pack")]

    def __str__(self) -> str:
        return f"Confirmed for version {self.pack.version}"
