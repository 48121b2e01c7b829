"""What a draft was started from, and which of its groups of questions are still locked."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """One row for each tender that was started from an earlier one."""

    dependencies = [("tenders", "0007_conflicts_assessment")]
    operations = [
        migrations.CreateModel(
            name="Origin",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "pack_version",
                    models.PositiveIntegerField(help_text="of the earlier tender's pack; none for a draft", null=True),
                ),
                (
                    "locked",
                    models.JSONField(
                        default=dict, help_text="criterion id: the text that must stay (tenderfile.carrying)"
                    ),
                ),
                (
                    "earlier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenders.tender"
                    ),
                ),
                (
                    "tender",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="origin", to="tenders.tender"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("tender", models.F("earlier")), _negated=True),
                        name="started_from_another",
                    )
                ],
            },
        ),
    ]
