"""Who has which conflict of interest in a tender, and what was done about it: a version each time it is looked at."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from socialvalue.database import append_only


class Migration(migrations.Migration):
    """The versions, which can be added and never changed."""

    dependencies = [
        ("tenders", "0006_route_choice"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="ConflictsAssessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("notice", "Before the tender notice"),
                            ("open", "While the tender is open"),
                            ("closed", "After closing"),
                            ("evaluation", "During the evaluation"),
                            ("award", "Before the award"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "change",
                    models.CharField(
                        choices=[
                            ("confirmed", "Confirmed"),
                            ("added", "Added an entry"),
                            ("ended", "Ended an entry"),
                        ],
                        max_length=20,
                    ),
                ),
                ("entries", models.JSONField(default=list, help_text="of ConflictEntry")),
                ("reason", models.TextField(blank=True, help_text="why an entry was ended")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conflicts_assessments",
                        to="tenders.tender",
                    ),
                ),
            ],
            options={
                "ordering": ["tender", "version"],
                "constraints": [
                    models.UniqueConstraint(fields=("tender", "version"), name="one_assessment_per_version"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("change", "ended"), models.Q(("reason", ""), _negated=True)),
                            models.Q(models.Q(("change", "ended"), _negated=True), ("reason", "")),
                            _connector="OR",
                        ),
                        name="ended_entry_has_reason",
                    ),
                ],
            },
        ),
        append_only("tenders_conflictsassessment"),
    ]
