"""One stage after another, and questions to one bidder."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, OuterRef, Q, Subquery


def open_prices_of_before(apps, _schema_editor):
    """Before there was a seal of prices they were seen from the moment at which quality was final, by all who may."""
    Evaluation = apps.get_model("evaluation", "Evaluation")
    Opening = apps.get_model("bids", "Opening")
    agreed = Evaluation.objects.filter(agreed_at__isnull=False)
    mine = agreed.filter(tender=OuterRef("tender"))
    Opening.objects.filter(tender__in=agreed.values("tender"), opened_at__isnull=False).update(
        prices_opened_at=Subquery(mine.values("agreed_at")[:1]),
        prices_opened_by=Subquery(mine.values("agreed_by")[:1]),
    )
    Evaluation.objects.filter(status="agreed").update(status="priced")


def person():
    """Somebody, or nobody yet."""
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
    )


class Migration(migrations.Migration):
    """Conditions that one officer found not met before stand as they were: the ranking disqualified those bids."""

    dependencies = [
        ("evaluation", "0002_panel"),
        ("bids", "0014_lots"),
        ("files", "0002_uploads"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField("gate", "confirmed_by", person()),
        migrations.AddField("gate", "confirmed_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "gate",
            models.CheckConstraint(
                name="another_officer_confirms_the_gate",
                condition=Q(confirmed_by=None) | (Q(is_passed=False) & ~Q(confirmed_by=F("decided_by"))),
            ),
        ),
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
                ],
                default="panel",
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="Query",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("unclear", "Something unclear in the bid"),
                            ("low_price", "A price that looks abnormally low"),
                        ],
                        max_length=20,
                    ),
                ),
                ("about", models.CharField(blank=True, max_length=100)),
                ("text", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("answer_by", models.DateTimeField()),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("shown", "It explains and does not improve: shown to the panel"),
                            ("kept", "It is kept, and not shown to the panel"),
                            ("accepted", "The price is explained: the bid stays in"),
                            ("disregarded", "The price is abnormally low: the bid is disregarded"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("answered_by", person()),
                ("decided_by", person()),
                ("confirmed_by", person()),
                (
                    "bid",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bids.bid"),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="queries", to="evaluation.evaluation"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
            ],
            options={"verbose_name_plural": "queries", "ordering": ["asked_at", "pk"]},
        ),
        migrations.AddConstraint(
            "query",
            models.CheckConstraint(
                name="query_answered_at_and_by",
                condition=Q(answered_by=None, answered_at=None)
                | Q(answered_by__isnull=False, answered_at__isnull=False),
            ),
        ),
        migrations.AddConstraint(
            "query",
            models.CheckConstraint(
                name="query_decided_with_a_reason",
                condition=Q(outcome="", decided_by=None, decided_at=None)
                | (~Q(outcome="") & ~Q(reason="") & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
        ),
        migrations.AddConstraint(
            "query",
            models.CheckConstraint(
                name="another_officer_confirms_the_query",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("decided_by")),
            ),
        ),
        migrations.RunPython(open_prices_of_before, migrations.RunPython.noop),
    ]
