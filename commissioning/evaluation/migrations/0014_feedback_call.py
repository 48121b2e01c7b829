"""Notes of feedback calls."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from socialvalue.database import append_only


def _kept(to, name="+"):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name=name, to=to)


class Migration(migrations.Migration):
    """A note is never changed."""

    dependencies = [
        ("bids", "0015_opening"),
        ("evaluation", "0013_cancellation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="FeedbackCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("held_at", models.DateTimeField()),
                ("people", models.TextField(help_text="who took part, on both sides")),
                ("notes", models.TextField(help_text="what was asked and what was said")),
                ("recorded_at", models.DateTimeField()),
                ("bid", _kept("bids.bid")),
                ("evaluation", _kept("evaluation.evaluation", "feedback_calls")),
                ("recorded_by", _kept(settings.AUTH_USER_MODEL)),
            ],
            options={"ordering": ["held_at", "pk"]},
        ),
        append_only("evaluation_feedbackcall"),
    ]
