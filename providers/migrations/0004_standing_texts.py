"""Texts that an organisation keeps to use again in its bids."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Standing texts."""

    dependencies = [
        ("providers", "0003_numbers_and_papers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="StandingText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=150)),
                ("text", models.TextField()),
                (
                    "service",
                    models.CharField(blank=True, help_text="a service category by name; empty for any", max_length=40),
                ),
                (
                    "tags",
                    models.CharField(blank=True, help_text="words to find it by, with commas between", max_length=200),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, help_text="counts the saves, so that a stale page is noticed"
                    ),
                ),
                ("saved_at", models.DateTimeField()),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="providers.provider"
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["title", "pk"],
            },
        ),
    ]
