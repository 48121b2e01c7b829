"""Questions from bidders, who asked them, and who follows a tender."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Clarifications, askers, followers, and how many questions of a tender wait."""

    dependencies = [
        ("providers", "0001_initial"),
        ("tenders", "0003_engagement"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            model_name="tender",
            name="waiting",
            field=models.PositiveIntegerField(
                default=0,
                help_text="questions from bidders without an answer: while there is one, the tender does not close",
            ),
        ),
        migrations.CreateModel(
            name="Clarification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("published", "published"),
                            ("merged", "merged"),
                            ("set_aside", "set_aside"),
                        ],
                        default="waiting",
                        max_length=20,
                    ),
                ),
                (
                    "question",
                    models.TextField(
                        help_text="as it was asked: it may name the asker, so it is never published as it is"
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("number", models.PositiveIntegerField(help_text="1, 2, 3 in the order of publication", null=True)),
                ("wording", models.TextField(blank=True)),
                ("answer", models.TextField(blank=True)),
                ("set_aside_reason", models.TextField(blank=True, help_text="told to the asker only")),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "same_as",
                    models.ForeignKey(
                        help_text="the clarification that answers it",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenders.clarification",
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
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="clarifications", to="tenders.tender"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Asker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="providers.provider"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "clarification",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenders.clarification"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Follower",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenders.tender"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="clarification",
            constraint=models.UniqueConstraint(fields=("tender", "number"), name="one_clarification_per_number"),
        ),
        migrations.AddConstraint(
            model_name="clarification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("number__isnull", False), ("status", "published")),
                    models.Q(models.Q(("status", "published"), _negated=True), ("number", None)),
                    _connector="OR",
                ),
                name="clarification_numbered_when_published",
            ),
        ),
        migrations.AddConstraint(
            model_name="clarification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at", None), ("settled_by", None), ("status", "waiting")),
                    models.Q(
                        models.Q(("status", "waiting"), _negated=True),
                        ("settled_at__isnull", False),
                        ("settled_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="clarification_settled_at_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="follower",
            constraint=models.UniqueConstraint(fields=("tender", "user"), name="one_row_per_follower"),
        ),
    ]
