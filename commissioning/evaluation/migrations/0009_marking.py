"""Bidders as letters, and words that are hidden in the marking copy.

Evaluations whose marking began before have no letters: their panels know the names, and go on with them.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from socialvalue.database import append_only


def _person(**options):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, **options
    )


class Migration(migrations.Migration):
    """A letter is never changed; words that are shown again keep their row."""

    dependencies = [
        ("bids", "0015_opening"),
        ("evaluation", "0008_papers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            "evaluation",
            "names_revealed_at",
            models.DateTimeField(help_text="when the panel learnt who the bidders are", null=True),
        ),
        migrations.AddField("evaluation", "names_revealed_by", _person(null=True)),
        migrations.CreateModel(
            name="BidderLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("letter", models.CharField(max_length=3)),
                (
                    "bid",
                    models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bids.bid"),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="evaluation.evaluation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("evaluation", "letter"), name="one_bid_for_one_letter")
                ],
            },
        ),
        append_only("evaluation_bidderletter"),
        migrations.CreateModel(
            name="MaskedWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.CharField(max_length=200)),
                ("added_by", _person()),
                ("added_at", models.DateTimeField()),
                ("shown_by", _person(null=True)),
                (
                    "shown_at",
                    models.DateTimeField(help_text="since when the words are shown again", null=True),
                ),
                (
                    "bid",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bids.bid"),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="masked_words",
                        to="evaluation.evaluation",
                    ),
                ),
            ],
            options={
                "ordering": ["words", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("shown_at", None)), fields=("bid", "words"), name="words_hidden_once"
                    )
                ],
            },
        ),
    ]
