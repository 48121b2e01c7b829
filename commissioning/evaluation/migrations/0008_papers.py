"""Papers of the conflict register and the moderation record beside those of the report."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """More kinds of papers, and room for their names."""

    dependencies = [
        ("evaluation", "0007_award"),
    ]
    operations = [
        migrations.AlterField(
            model_name="paper",
            name="kind",
            field=models.CharField(
                choices=[
                    ("pdf", "Evaluation report (PDF)"),
                    ("xlsx", "Workbook (XLSX)"),
                    ("register", "Conflict register (PDF)"),
                    ("register-redacted", "Conflict register for publication (PDF)"),
                    ("moderation", "Moderation record (PDF)"),
                    ("moderation-redacted", "Moderation record for publication (PDF)"),
                ],
                max_length=30,
            ),
        ),
    ]
