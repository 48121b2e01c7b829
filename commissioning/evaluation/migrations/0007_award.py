"""From the recommendation to the end of the standstill: assessment summaries, the award notice, challenges."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

import commissioning.evaluation.lifecycle.evaluation
from socialvalue.database import append_only


def kept(to, **more):
    """A reference that keeps what it points at."""
    return models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=to, **more)


PERSON = settings.AUTH_USER_MODEL


class Migration(migrations.Migration):
    """Awards of before are moved on with their contracts, in the stage above."""

    dependencies = [
        ("evaluation", "0005_moderation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AlterField(
            "evaluation",
            "status",
            models.CharField(
                choices=[
                    ("panel", "Naming the panel"),
                    ("marking", "Marking"),
                    ("moderation", "Moderation"),
                    ("agreed", "Quality agreed"),
                    ("priced", "Prices opened"),
                    ("signed_off", "Signed off"),
                    ("recommended", "Award recommended"),
                    ("awarded", "Awarded"),
                    ("told", "Bidders told"),
                    ("concluded", "Contract made"),
                ],
                default=commissioning.evaluation.lifecycle.evaluation.Status["PANEL"],
                max_length=20,
            ),
        ),
        migrations.AddField("award", "checked_by", kept(PERSON, null=True)),
        migrations.AddField(
            "award",
            "checked_at",
            models.DateTimeField(help_text="when the assessment summaries were found fit to send", null=True),
        ),
        migrations.AddField("award", "told_by", kept(PERSON, null=True)),
        migrations.AddField(
            "award",
            "told_at",
            models.DateTimeField(help_text="when every bidder was sent its assessment summary", null=True),
        ),
        migrations.AddField(
            "award", "notice_at", models.DateTimeField(help_text="when the award notice was published", null=True)
        ),
        migrations.AddField(
            "award",
            "standstill_until",
            models.DateField(help_text="the last day of standstill; none where there is none", null=True),
        ),
        migrations.AddField(
            "award",
            "standstill_reason",
            models.TextField(
                blank=True,
                default="",
                help_text="why there is one or none, where the law asks for none",
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            "award",
            models.CheckConstraint(
                name="another_person_sends_the_summaries",
                condition=Q(told_by=None) | (Q(checked_by__isnull=False) & ~Q(told_by=F("checked_by"))),
            ),
        ),
        migrations.CreateModel(
            name="SummaryWording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question_id", models.CharField(max_length=100)),
                ("text", models.TextField()),
                ("is_accepted", models.BooleanField()),
                ("why", models.TextField()),
                ("at", models.DateTimeField()),
                ("evaluation", kept("evaluation.evaluation")),
                ("to", kept("bids.bid")),
                ("about", kept("bids.bid")),
                ("by", kept(PERSON)),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(name="a_wording_says_why", condition=~Q(text="") & ~Q(why="")),
                ],
            },
        ),
        migrations.CreateModel(
            name="SummaryRelease",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("letter", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("released_at", models.DateTimeField()),
                ("evaluation", kept("evaluation.evaluation")),
                ("bid", kept("bids.bid")),
                ("released_by", kept(PERSON)),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=["bid", "released_at"], name="one_letter_a_bid_a_time"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Challenge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("received_at", models.DateTimeField()),
                ("about", models.TextField()),
                ("recorded_at", models.DateTimeField()),
                ("is_upheld", models.BooleanField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "evaluation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="challenges", to="evaluation.evaluation"),
                ),
                ("bid", kept("bids.bid")),
                ("recorded_by", kept(PERSON)),
                ("decided_by", kept(PERSON, null=True)),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        name="a_challenge_is_decided_for_a_reason",
                        condition=Q(is_upheld=None, decided_by=None, decided_at=None, reason="")
                        | Q(is_upheld__isnull=False, decided_by__isnull=False, decided_at__isnull=False)
                        & ~Q(reason=""),
                    ),
                ],
            },
        ),
        append_only("evaluation_summarywording", "evaluation_summaryrelease"),
    ]
