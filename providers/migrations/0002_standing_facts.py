"""What conditions of taking part look at, and a count of the saves. All of it may stay unsaid."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The columns; nothing is said of the providers that are there."""

    dependencies = [("providers", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="provider",
            name="turnover",
            field=models.DecimalField(decimal_places=2, help_text="GBP, last financial year", max_digits=12, null=True),
        ),
        migrations.AddField(model_name="provider", name="accounts_audited", field=models.BooleanField(null=True)),
        migrations.AddField(
            model_name="provider",
            name="insurance",
            field=models.DecimalField(
                decimal_places=2, help_text="GBP, the highest cover held", max_digits=12, null=True
            ),
        ),
        migrations.AddField(
            model_name="provider",
            name="certificates",
            field=models.JSONField(default=list, help_text="names of certificates held"),
        ),
        migrations.AddField(
            model_name="provider",
            name="registrations",
            field=models.JSONField(default=list, help_text="names of bodies it is registered with"),
        ),
        migrations.AddField(
            model_name="provider",
            name="version",
            field=models.PositiveIntegerField(default=1, help_text="counts the saves, so that a stale page is noticed"),
        ),
    ]
