"""What was there when bids were opened: bids that came too late, and the hash of the record."""

import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

from socialvalue.database import append_only


class Migration(migrations.Migration):
    """Openings of before keep no hash: nothing was written down then that could be compared."""

    dependencies = [("bids", "0014_lots"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.AddField(
            "opening",
            "record_sha256",
            models.CharField(
                blank=True,
                default="",
                help_text="of what was there when the bids were opened: see reports/opening_record",
                max_length=64,
            ),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="LateAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tried_at", models.DateTimeField(help_text="the instant at which the request arrived")),
                (
                    "bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="late_attempts", to="bids.bid"
                    ),
                ),
                (
                    "tried_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"abstract": False, "base_manager_name": "own", "ordering": ["tried_at", "pk"]},
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("own", django.db.models.manager.Manager()),
            ],
        ),
        append_only("bids_lateattempt"),
    ]
