"""More time for one bidder, asked for, proposed and approved by different people."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

WAITING = ["asked", "proposed"]


class Migration(migrations.Migration):
    """Requests for more time."""

    dependencies = [
        ("bids", "0007_chain"),
        ("providers", "0001_initial"),
        ("tenders", "0010_outages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Extension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("asked", "asked"),
                            ("proposed", "proposed"),
                            ("approved", "approved"),
                            ("refused", "refused"),
                        ],
                        default="asked",
                        max_length=20,
                    ),
                ),
                ("reason", models.TextField(help_text="the provider's")),
                (
                    "is_for_caller",
                    models.BooleanField(
                        default=False, help_text="an officer began it for a provider who named itself to the authority"
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("until", models.DateTimeField(help_text="the closing for this provider alone", null=True)),
                ("proposed_at", models.DateTimeField(null=True)),
                ("proposal_reason", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("refusal_reason", models.TextField(blank=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        null=True,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        null=True,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="providers.provider"
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenders.tender"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(status__in=WAITING), fields=("tender", "provider"), name="one_waiting_extension"
                    ),
                    models.CheckConstraint(
                        condition=Q(proposed_by=None, proposed_at=None, until=None, proposal_reason="")
                        | (
                            Q(proposed_by__isnull=False, proposed_at__isnull=False, until__isnull=False)
                            & ~Q(proposal_reason="")
                        ),
                        name="extension_proposed_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=Q(status__in=WAITING, decided_by=None, decided_at=None)
                        | (~Q(status__in=WAITING) & Q(decided_by__isnull=False, decided_at__isnull=False)),
                        name="extension_decided_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=~Q(status="approved")
                        | (
                            Q(proposed_by__isnull=False)
                            & ~Q(decided_by=F("proposed_by"))
                            & ~Q(decided_by=F("asked_by"))
                        ),
                        name="two_people_give_more_time",
                    ),
                    models.CheckConstraint(
                        condition=Q(status="refused") ^ Q(refusal_reason=""), name="refused_with_a_reason"
                    ),
                ],
            },
        ),
    ]
