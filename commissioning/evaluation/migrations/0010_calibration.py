"""Practice answers, and the marks that the panel gives them before the opening."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from socialvalue.database import append_only


def _person(**options):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, **options
    )


class Migration(migrations.Migration):
    """A practice mark is never changed."""

    dependencies = [
        ("evaluation", "0009_marking"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Practice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question_id", models.CharField(max_length=100)),
                ("text", models.TextField()),
                ("set_by", _person()),
                ("set_at", models.DateTimeField()),
                ("closed_by", _person(null=True)),
                (
                    "closed_at",
                    models.DateTimeField(help_text="from then on the panel sees every practice mark", null=True),
                ),
                ("reading", models.TextField(blank=True, help_text="how the panel reads the levels")),
                ("agreed_by", _person(null=True)),
                ("agreed_at", models.DateTimeField(null=True)),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="practices",
                        to="evaluation.evaluation",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("agreed_at", None), ("agreed_by", None), ("reading", ""))
                        | (
                            ~models.Q(("reading", ""))
                            & models.Q(
                                ("agreed_at__isnull", False),
                                ("agreed_by__isnull", False),
                                ("closed_at__isnull", False),
                            )
                        ),
                        name="practice_read_after_closing",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PracticeMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mark", models.DecimalField(decimal_places=2, max_digits=6)),
                ("reason", models.TextField()),
                ("user", _person()),
                ("marked_at", models.DateTimeField()),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="marks", to="evaluation.practice"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("practice", "user"), name="one_practice_mark_per_person"),
                    models.CheckConstraint(condition=models.Q(("mark__gte", 0)), name="practice_mark_not_negative"),
                ],
            },
        ),
        append_only("evaluation_practicemark"),
    ]
