"""What was written without a connection, until its writer chooses what of it to save."""

import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Texts of documents sent back. They are never opened."""

    dependencies = [("bids", "0008_extensions"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.CreateModel(
            name="OfflineDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("read_at", models.DateTimeField()),
                (
                    "pack_version",
                    models.PositiveIntegerField(help_text="of the tender; null if the document did not say", null=True),
                ),
                ("answers", models.JSONField()),
                ("stray", models.JSONField()),
                (
                    "bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="offline_drafts", to="bids.bid"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "own",
                "constraints": [
                    models.UniqueConstraint(fields=("bid", "person"), name="one_offline_draft_each"),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("own", django.db.models.manager.Manager()),
            ],
        ),
    ]
