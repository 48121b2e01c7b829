"""Marks and the consensus are locked in the database; what was agreed before is kept; the chair's drafts; who was present."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import OuterRef, Subquery

from socialvalue.database import append_only, locked_rows


def lock_what_is_final(apps, _schema_editor):
    """Rows of before are locked at the instant at which their evaluator locked, or quality became final."""
    Mark, Consensus, Difference, Evaluation, PanelMember = (
        apps.get_model("evaluation", name) for name in ("Mark", "Consensus", "Difference", "Evaluation", "PanelMember")
    )
    seats = PanelMember.objects.filter(pk=OuterRef("evaluator"))
    Mark.objects.filter(evaluator__locked_at__isnull=False).update(locked_at=Subquery(seats.values("locked_at")))
    agreed = Evaluation.objects.filter(pk=OuterRef("evaluation"))
    Consensus.objects.update(locked_at=Subquery(agreed.values("agreed_at")))
    standing = Consensus.objects.filter(pk=OuterRef("consensus"))
    Difference.objects.update(locked_at=Subquery(standing.values("locked_at")))


class Migration(migrations.Migration):
    """The locks stand last: they must not keep the rows of before from being locked."""

    dependencies = [
        ("evaluation", "0004_stages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="consensus",
            name="locked_at",
            field=models.DateTimeField(help_text="from then on the database refuses to change or remove it", null=True),
        ),
        migrations.AddField(
            model_name="consensus",
            name="present_others",
            field=models.TextField(blank=True, default="", help_text="others who were there, one a line"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="consensus",
            name="present_panel",
            field=models.JSONField(default=list, help_text="ids of the people of the panel who were there"),
        ),
        migrations.AddField(
            model_name="difference",
            name="locked_at",
            field=models.DateTimeField(help_text="set with that of the consensus", null=True),
        ),
        migrations.AddField(
            model_name="mark",
            name="locked_at",
            field=models.DateTimeField(help_text="from then on the database refuses to change or remove it", null=True),
        ),
        migrations.CreateModel(
            name="AgreementDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question_id", models.CharField(max_length=100)),
                ("mark", models.DecimalField(decimal_places=2, max_digits=6, null=True)),
                ("reason", models.TextField(blank=True)),
                ("present_panel", models.JSONField(default=list)),
                ("present_others", models.TextField(blank=True)),
                ("differences", models.JSONField(default=dict)),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, help_text="counts the saves, so that a stale page is noticed"
                    ),
                ),
                ("saved_at", models.DateTimeField()),
                ("bid", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="bids.bid")),
                (
                    "evaluation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="evaluation.evaluation"),
                ),
                (
                    "saved_by",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("bid", "question_id"), name="one_draft_per_answer")],
            },
        ),
        migrations.CreateModel(
            name="PastConsensus",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question_id", models.CharField(max_length=100)),
                ("version", models.PositiveIntegerField()),
                ("mark", models.DecimalField(decimal_places=2, max_digits=6)),
                ("reason", models.TextField()),
                ("present", models.TextField()),
                ("differences", models.JSONField(default=list)),
                ("agreed_at", models.DateTimeField()),
                (
                    "agreed_by",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("bid", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="bids.bid")),
                (
                    "evaluation",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="evaluation.evaluation"),
                ),
            ],
            options={
                "verbose_name_plural": "past consensus",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bid", "question_id", "version"), name="each_agreement_is_kept_once"
                    )
                ],
            },
        ),
        migrations.RunPython(lock_what_is_final, elidable=False),
        append_only("evaluation_pastconsensus"),
        locked_rows("evaluation_mark", "evaluator_id", "bid_id", "question_id", "mark", "reason"),
        locked_rows(
            "evaluation_consensus",
            *("evaluation_id", "bid_id", "question_id", "mark", "reason", "version", "agreed_by_id", "agreed_at"),
            *("present", "present_panel", "present_others"),
        ),
        locked_rows("evaluation_difference", "consensus_id", "mark_id", "reason"),
    ]
