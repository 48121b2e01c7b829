"""What a provider's people arrange among themselves: comments, who does what, sign-off, texts put in from the library."""

import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Parts of the work on a bid that are never opened."""

    dependencies = [
        ("bids", "0004_answer_revisions"),
        ("providers", "0004_standing_texts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.CharField(help_text="see readiness.Part", max_length=20)),
                ("question_id", models.CharField(blank=True, max_length=60)),
                ("by_when", models.DateField(null=True)),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="assignments", to="bids.bid"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "own",
                "constraints": [
                    models.UniqueConstraint(fields=("bid", "part", "question_id"), name="one_person_per_part")
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("own", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question_id", models.CharField(max_length=60)),
                ("text", models.TextField()),
                ("written_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="bids.bid"
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "abstract": False,
                "base_manager_name": "own",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at", None), ("settled_by", None)),
                            models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="settled_at_and_by",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("own", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="SignOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", models.TextField(help_text="the canonical bid when it was asked for: see bidfile")),
                (
                    "after_version",
                    models.PositiveIntegerField(help_text="the newest version submitted then; 0 for none"),
                ),
                ("asked_at", models.DateTimeField()),
                ("declined_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sign_offs", to="bids.bid"
                    ),
                ),
                (
                    "declined_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "abstract": False,
                "base_manager_name": "own",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("declined_at", None), ("declined_by", None), ("reason", "")),
                            models.Q(
                                ("declined_at__isnull", False),
                                ("declined_by__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="declined_with_a_reason",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("own", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="TextUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question_id", models.CharField(max_length=60)),
                (
                    "past_text_sha256",
                    models.CharField(blank=True, help_text="of the past answer's words", max_length=64),
                ),
                ("used_at", models.DateTimeField()),
                (
                    "bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="text_uses", to="bids.bid"
                    ),
                ),
                (
                    "standing_text",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="providers.standingtext",
                    ),
                ),
                (
                    "used_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "own",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("standing_text", None), models.Q(("past_text_sha256", ""), _negated=True)),
                            models.Q(("past_text_sha256", ""), ("standing_text__isnull", False)),
                            _connector="OR",
                        ),
                        name="used_text_is_one_of_two",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("own", django.db.models.manager.Manager()),
            ],
        ),
    ]
