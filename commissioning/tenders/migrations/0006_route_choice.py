"""Why a tender is on its route: the answers, the thresholds of the day, what was suggested and what was chosen."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from socialvalue.database import append_only


class Migration(migrations.Migration):
    """The choices, which can be added and never changed."""

    dependencies = [
        ("tenders", "0005_addenda"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="RouteChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("answers", models.JSONField(help_text="of route.Answers, by name")),
                ("thresholds", models.JSONField(help_text="the thresholds of the day by kind: amount, since, source")),
                ("suggested", models.CharField(help_text="a Procedure", max_length=40)),
                ("chosen", models.CharField(help_text="a Procedure", max_length=40)),
                ("standing", models.CharField(help_text="of the route chosen: route.Standing", max_length=20)),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="route_choices",
                        to="tenders.tender",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="route_choice_has_reason"
                    )
                ],
            },
        ),
        append_only("tenders_routechoice"),
    ]
