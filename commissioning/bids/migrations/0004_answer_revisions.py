"""Versions of an answer that a later save took the place of. A version can never be changed."""

import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

from socialvalue.database import append_only


class Migration(migrations.Migration):
    """When a run of automatic saves began, and the versions, with the triggers on their table."""

    dependencies = [
        ("bids", "0003_addenda_confirmed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            model_name="answer",
            name="autosaved_since",
            field=models.DateTimeField(
                help_text="when this run of one person's automatic saves began; null after a save by button", null=True
            ),
        ),
        migrations.CreateModel(
            name="AnswerRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question_id", models.CharField(max_length=60)),
                ("version", models.PositiveIntegerField()),
                ("text", models.TextField(blank=True)),
                ("saved_at", models.DateTimeField()),
                (
                    "bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answer_revisions", to="bids.bid"
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
                "ordering": ["version"],
                "abstract": False,
                "base_manager_name": "own",
                "constraints": [
                    models.UniqueConstraint(fields=("bid", "question_id", "version"), name="one_revision_per_version")
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("own", django.db.models.manager.Manager()),
            ],
        ),
        append_only("bids_answerrevision"),
    ]
