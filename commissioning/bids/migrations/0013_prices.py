"""The seal of the prices."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Prices of before are opened by the evaluation stage's own migration, which knows when quality became final."""

    dependencies = [
        ("bids", "0011_offline_drafts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            "opening",
            "prices_opened_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("opening", "prices_opened_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "bid",
            "price_stays_sealed",
            models.BooleanField(default=False, help_text="it was out before prices were opened, so its own never is"),
        ),
        migrations.AddConstraint(
            "opening",
            models.CheckConstraint(
                name="prices_opened_at_and_by",
                condition=Q(prices_opened_by=None, prices_opened_at=None)
                | Q(prices_opened_by__isnull=False, prices_opened_at__isnull=False, opened_at__isnull=False),
            ),
        ),
    ]
