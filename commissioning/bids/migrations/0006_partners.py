"""Partners of a bid, what they deliver and which conditions they meet."""

import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Partners, with the columns that name them."""

    dependencies = [
        ("bids", "0005_together"),
        ("providers", "0002_standing_facts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            model_name="bid",
            name="bids_as",
            field=models.CharField(
                choices=[("alone", "alone"), ("consortium", "consortium"), ("subcontractors", "subcontractors")],
                default="alone",
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="Partner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[("partner", "partner"), ("subcontractor", "subcontractor")], max_length=20
                    ),
                ),
                ("share", models.TextField(help_text="what it does in the bid, in words")),
                ("percent", models.DecimalField(decimal_places=2, help_text="roughly, of the price", max_digits=5)),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, help_text="counts the saves, so that a stale page is noticed"
                    ),
                ),
                ("email", models.EmailField(help_text="where the invitation goes", max_length=150)),
                (
                    "code",
                    models.CharField(
                        help_text="of the newest invitation; an older one is dead", max_length=40, unique=True
                    ),
                ),
                ("invited_at", models.DateTimeField()),
                ("times_invited", models.PositiveSmallIntegerField(default=1)),
                ("chosen_at", models.DateTimeField(null=True)),
                ("signed_at", models.DateTimeField(null=True)),
                ("signed_digest", models.CharField(blank=True, max_length=64)),
                ("declined_at", models.DateTimeField(null=True)),
                ("decline_reason", models.TextField(blank=True)),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "submitted_version",
                    models.PositiveIntegerField(
                        help_text="the newest submitted version that names it: its people are bidders", null=True
                    ),
                ),
                (
                    "bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="partners", to="bids.bid"
                    ),
                ),
                (
                    "chosen_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "declined_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="providers.provider",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "abstract": False,
                "base_manager_name": "own",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("own", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(
            model_name="commitment",
            name="partner",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="commitments", to="bids.partner"
            ),
        ),
        migrations.AddField(
            model_name="declaration",
            name="partner",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="declarations", to="bids.partner"
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at", None)), fields=("bid", "provider"), name="one_part_per_organisation"
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.CheckConstraint(
                condition=models.Q(("percent__gte", 0), ("percent__lte", 100)), name="percent_of_a_price"
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("chosen_at", None), ("chosen_by", None), ("provider", None)),
                    models.Q(("chosen_at__isnull", False), ("chosen_by__isnull", False), ("provider__isnull", False)),
                    _connector="OR",
                ),
                name="chosen_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("signed_at", None), ("signed_by", None), ("signed_digest", "")),
                    models.Q(
                        ("provider__isnull", False),
                        ("signed_at__isnull", False),
                        ("signed_by__isnull", False),
                        models.Q(("signed_digest", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="signed_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("declined_at", None), ("declined_by", None)),
                    models.Q(("declined_at__isnull", False), ("declined_by__isnull", False)),
                    _connector="OR",
                ),
                name="declined_at_and_by",
            ),
        ),
    ]
