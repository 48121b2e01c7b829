"""Changes to a published tender."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Addenda."""

    dependencies = [
        ("tenders", "0004_clarifications"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Addendum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("in_review", "in_review"),
                            ("published", "published"),
                            ("dropped", "dropped"),
                        ],
                        default="draft",
                        max_length=20,
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, help_text="counts the saves, so that a stale page is noticed"
                    ),
                ),
                ("document", models.TextField(help_text="the changed tender as a file: see tenderfile")),
                ("number", models.PositiveIntegerField(help_text="1, 2, 3 in the order of publication", null=True)),
                (
                    "is_material",
                    models.BooleanField(
                        help_text="whether whoever has submitted a bid is asked to confirm it", null=True
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("closing_reason", models.TextField(blank=True, help_text="why the closing moves, or why it stays")),
                ("started_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("sent_back_reason", models.TextField(blank=True)),
                ("published_at", models.DateTimeField(null=True)),
                (
                    "before",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenders.pack"),
                ),
                (
                    "drafters",
                    models.ManyToManyField(
                        help_text="everyone who changed it: none of them may approve it",
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pack",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="addendum",
                        to="tenders.pack",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="addenda", to="tenders.tender"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("tender", "number"), name="one_addendum_per_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ("draft", "in_review"))),
                        fields=("tender",),
                        name="one_unfinished_addendum_per_tender",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "published"), _negated=True),
                            models.Q(
                                ("is_material__isnull", False),
                                ("number__isnull", False),
                                ("pack__isnull", False),
                                ("published_at__isnull", False),
                                ("published_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="addendum_whole_when_published",
                    ),
                ],
            },
        ),
    ]
