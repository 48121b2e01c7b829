"""An authority's own figures, dated. A row can be added, never changed or removed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from socialvalue.database import append_only


class Migration(migrations.Migration):
    """The table of figures and its triggers."""

    dependencies = [
        ("authorities", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PolicyRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(help_text="of a figure in data/figures.json", max_length=40)),
                ("text", models.CharField(blank=True, help_text="as in a policy file", max_length=300)),
                ("since", models.DateField(help_text="the first day on which it holds")),
                ("source", models.CharField(max_length=300)),
                ("set_at", models.DateTimeField()),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="policy_rows",
                        to="authorities.authority",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["authority", "key", "since"], name="policy_figure")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("source", ""), _negated=True), name="policy_has_source")
                ],
            },
        ),
        append_only("authorities_policyrow"),
    ]
