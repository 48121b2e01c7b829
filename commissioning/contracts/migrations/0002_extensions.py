"""More time for a report: a later day is a row of its own, with its reason. It can never be changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from socialvalue.database import append_only


class Migration(migrations.Migration):
    """Extensions, with the triggers on their table."""

    dependencies = [("contracts", "0001_initial"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.CreateModel(
            name="Extension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_before", models.DateField()),
                ("due_on", models.DateField()),
                ("reason", models.TextField()),
                ("given_at", models.DateTimeField()),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="extensions", to="contracts.period"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(name="extension_is_later", condition=Q(due_on__gt=F("due_before"))),
                    models.CheckConstraint(name="extension_says_why", condition=~Q(reason="")),
                ],
            },
        ),
        append_only("contracts_extension"),
    ]
