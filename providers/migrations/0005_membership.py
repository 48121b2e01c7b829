"""Roles that people laid down. Until when somebody held one can never be changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from socialvalue.database import append_only


class Migration(migrations.Migration):
    """Past members, with the triggers on their table. Who is a member today has a row of their own, so none is filled."""

    dependencies = [
        ("providers", "0004_standing_texts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="PastMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("owner", "Owner"),
                            ("writer", "Writer"),
                            ("signatory", "Signatory"),
                            ("viewer", "Viewer"),
                        ],
                        max_length=20,
                    ),
                ),
                ("ended_at", models.DateTimeField()),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="past_members",
                        to="providers.provider",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        append_only("providers_pastmember"),
    ]
