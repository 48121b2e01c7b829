"""What contracts delivered, for the tenders and bids that come after them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Rows come with the next return that is accepted."""

    dependencies = [("tenders", "0011_saved_searches")]
    operations = [
        migrations.CreateModel(
            name="Benchmark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField(help_text="of the promise in the contract")),
                ("name", models.CharField(max_length=150)),
                ("unit", models.CharField(max_length=100)),
                ("rate", models.DecimalField(decimal_places=4, max_digits=20)),
                ("until", models.DateField()),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="benchmarks", to="tenders.tender"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("tender", "place"), name="one_benchmark_per_promise")]
            },
        ),
    ]
