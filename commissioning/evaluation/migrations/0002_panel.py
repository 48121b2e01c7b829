"""Who marks what and when, people who leave a panel, and conflicts that are declared again."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from socialvalue.database import append_only


class Migration(migrations.Migration):
    """Declarations of before stay as they are: each was made before marking, by the person."""

    dependencies = [
        ("evaluation", "0001_initial"),
        ("bids", "0014_lots"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            "evaluation",
            "marking_from",
            models.DateField(help_text="the day from which the evaluators mark", null=True),
        ),
        migrations.AddField(
            "evaluation", "marking_by", models.DateField(help_text="the day by which every mark is locked", null=True)
        ),
        migrations.AddField(
            "evaluation", "moderation_on", models.DateField(help_text="the day on which the panel meets", null=True)
        ),
        migrations.AddField(
            "panelmember",
            "marks_all",
            models.BooleanField(default=True, help_text="every question of every bid, or only what is assigned"),
        ),
        migrations.AddField(
            "panelmember",
            "left_at",
            models.DateTimeField(help_text="from then on the person's marks do not count", null=True),
        ),
        migrations.AddField(
            "panelmember", "left_reason", models.TextField(blank=True, default=""), preserve_default=False
        ),
        migrations.RemoveConstraint("panelmember", "one_row_per_seat"),
        migrations.RemoveConstraint("panelmember", "one_chair"),
        migrations.AddConstraint(
            "panelmember",
            models.UniqueConstraint(
                fields=["evaluation", "user", "seat"], condition=Q(left_at=None), name="one_row_per_seat"
            ),
        ),
        migrations.AddConstraint(
            "panelmember",
            models.UniqueConstraint(fields=["evaluation"], condition=Q(seat="chair", left_at=None), name="one_chair"),
        ),
        migrations.AddConstraint(
            "panelmember",
            models.CheckConstraint(
                name="who_left_left_for_a_reason",
                condition=Q(left_at=None, left_reason="") | (Q(left_at__isnull=False) & ~Q(left_reason="")),
            ),
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question_id", models.CharField(max_length=100)),
                ("assigned_at", models.DateTimeField()),
                (
                    "assigned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "bid",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bids.bid"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="evaluation.panelmember",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["member", "question_id"], condition=Q(bid=None), name="one_assignment_per_question"
                    ),
                    models.UniqueConstraint(fields=["member", "question_id", "bid"], name="one_assignment_per_answer"),
                ],
            },
        ),
        migrations.RemoveConstraint("conflict", "one_declaration_per_bidder"),
        migrations.AddField(
            "conflict",
            "moment",
            models.CharField(
                choices=[
                    ("before_marking", "Before marking"),
                    ("names_revealed", "When names were revealed"),
                    ("renewed", "Before the decision"),
                    ("late", "Found later"),
                    ("reported", "Recorded by an officer"),
                ],
                default="before_marking",
                max_length=20,
            ),
        ),
        migrations.AddField(
            "conflict",
            "recorded_by",
            models.ForeignKey(
                help_text="the officer who recorded it for another",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            "conflict",
            "handling",
            models.TextField(blank=True, default="", help_text="what was done about it at once"),
            preserve_default=False,
        ),
        migrations.AddField(
            "conflict",
            "needs_decision",
            models.BooleanField(
                default=False, help_text="marks of this person were agreed for good before it was known"
            ),
        ),
        migrations.CreateModel(
            name="ConflictDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField()),
                ("decided_at", models.DateTimeField()),
                (
                    "conflict",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision",
                        to="evaluation.conflict",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=~Q(reason=""), name="conflict_decision_has_a_reason")],
            },
        ),
        append_only("evaluation_conflict", "evaluation_conflictdecision"),
    ]
