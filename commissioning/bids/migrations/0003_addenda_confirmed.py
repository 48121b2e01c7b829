"""Bids confirmed after a material change to their tender. A confirmation can never be changed."""

import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

from socialvalue.database import append_only


class Migration(migrations.Migration):
    """Confirmations, with the triggers on their table."""

    dependencies = [
        ("bids", "0002_append_only"),
        ("tenders", "0005_addenda"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="AddendumConfirmation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("confirmed_at", models.DateTimeField()),
                (
                    "bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="confirmations", to="bids.bid"
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "pack",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenders.pack"),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "own",
                "constraints": [models.UniqueConstraint(fields=("bid", "pack"), name="one_confirmation_per_pack")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("own", django.db.models.manager.Manager()),
            ],
        ),
        append_only("bids_addendumconfirmation"),
    ]
