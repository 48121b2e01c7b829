import django.db.models.deletion
from django.db import migrations, models

KINDS = [
    ("pdf", "Evaluation report (PDF)"),
    ("xlsx", "Workbook (XLSX)"),
    ("json", "Evaluation report (JSON)"),
    ("register", "Conflict register (PDF)"),
    ("register-redacted", "Conflict register for publication (PDF)"),
    ("register-xlsx", "Conflict register (XLSX)"),
    ("register-json", "Conflict register (JSON)"),
    ("moderation", "Moderation record (PDF)"),
    ("moderation-redacted", "Moderation record for publication (PDF)"),
    ("moderation-xlsx", "Moderation record (XLSX)"),
    ("moderation-json", "Moderation record (JSON)"),
    ("recommendation", "Recommendation report (PDF)"),
    ("recommendation-redacted", "Recommendation report for publication (PDF)"),
    ("recommendation-xlsx", "Recommendation report (XLSX)"),
    ("recommendation-json", "Recommendation report (JSON)"),
    ("opening", "Opening record (PDF)"),
    ("opening-redacted", "Opening record for publication (PDF)"),
    ("opening-xlsx", "Opening record (XLSX)"),
    ("opening-json", "Opening record (JSON)"),
    ("summaries", "Assessment summaries (PDF)"),
    ("summaries-xlsx", "Assessment summaries (XLSX)"),
    ("summaries-json", "Assessment summaries (JSON)"),
    ("procurement-file", "Procurement file (ZIP)"),
]


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0010_calibration")]
    operations = [
        migrations.AlterField("paper", "kind", models.CharField(choices=KINDS, max_length=30)),
        migrations.AddField(
            "paper",
            "facts_sha256",
            models.CharField(
                blank=True, default="", help_text="of what it was made of, once it is made", max_length=64
            ),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="PaperPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=KINDS, max_length=30)),
                ("key", models.CharField(help_text="SHA-256 of its HTML and of the print style sheet", max_length=64)),
                ("content", models.BinaryField()),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="evaluation.evaluation"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("evaluation", "kind", "key"), name="one_part_for_one_key")
                ],
            },
        ),
    ]
