"""The chain of a commitment: how it comes about, what it leads to, where, for whom, and its milestones."""

from django.db import migrations, models

WORDS = ("inputs", "activities", "outputs", "outcomes", "impact")


class Migration(migrations.Migration):
    """All may stay empty: a promise of before says none of it."""

    dependencies = [("bids", "0006_partners")]
    operations = [
        *(
            migrations.AddField("commitment", name, models.TextField(blank=True, default=""), preserve_default=False)
            for name in WORDS
        ),
        migrations.AddField(
            "commitment",
            "place",
            models.CharField(blank=True, max_length=150, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "commitment",
            "beneficiaries",
            models.CharField(blank=True, max_length=300, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "commitment",
            "milestones",
            models.JSONField(default=list, help_text="steps, oldest first: [day as YYYY-MM-DD, quantity as text]"),
        ),
    ]
