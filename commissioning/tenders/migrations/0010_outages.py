"""The log of outages and the closings moved to make up for them. Neither can ever be changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from socialvalue.database import append_only


class Migration(migrations.Migration):
    """Outages and moves of closings, with the triggers on their tables."""

    dependencies = [
        ("authorities", "0002_policy"),
        ("tenders", "0009_started_from"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Outage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField()),
                ("what", models.TextField(help_text="what failed")),
                ("recorded_at", models.DateTimeField()),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="outages", to="authorities.authority"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-began_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(condition=Q(ended_at__gt=F("began_at")), name="outage_ends_after_it_began"),
                    models.CheckConstraint(
                        condition=Q(recorded_at__gte=F("ended_at")), name="outage_recorded_when_over"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClosingMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("closed_before", models.DateTimeField(help_text="the closing that no longer holds")),
                ("closes_at", models.DateTimeField()),
                ("moved_at", models.DateTimeField()),
                (
                    "addendum",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenders.addendum"
                    ),
                ),
                (
                    "moved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenders.tender"
                    ),
                ),
                (
                    "outage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="tenders.outage"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("outage", "tender"), name="one_move_per_outage"),
                    models.CheckConstraint(condition=Q(closes_at__gt=F("closed_before")), name="outage_moves_later"),
                ],
            },
        ),
        append_only("tenders_outage", "tenders_closingmove"),
    ]
