"""What searches look at of lots and partners, filled for the tenders that are there; saved searches and who was told."""

import json
from decimal import Decimal

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Copy lots and partners from the documents, as publishing does from now on."""
    tenders, lots = apps.get_model("tenders", "Tender"), apps.get_model("tenders", "Lot")
    for tender in tenders.objects.only("pk", "document", "published_at").iterator():
        said = json.loads(tender.document)
        tenders.objects.filter(pk=tender.pk).update(partners_allowed=said.get("partners_allowed"))
        if tender.published_at is None:
            continue
        lots.objects.bulk_create(
            lots(
                tender=tender,
                place=place,
                title=lot.get("title") or lot["id"],
                areas=lot.get("area") or said.get("area") or [],
                value=Decimal(lot["value"]) if lot.get("value") is not None else None,
            )
            for place, lot in enumerate(said.get("lots") or [], start=1)
        )


class Migration(migrations.Migration):
    """Nothing of a document changes."""

    dependencies = [
        ("tenders", "0010_outages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            model_name="tender",
            name="partners_allowed",
            field=models.BooleanField(help_text="whether partners may bid together; null: not said", null=True),
        ),
        migrations.CreateModel(
            name="Lot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField(help_text="in the tender's file, from 1")),
                ("title", models.TextField()),
                (
                    "areas",
                    models.JSONField(default=list, help_text="its own, or the tender's where it names none"),
                ),
                ("value", models.DecimalField(decimal_places=2, help_text="GBP", max_digits=14, null=True)),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lots", to="tenders.tender"
                    ),
                ),
            ],
            options={
                "ordering": ["tender", "place"],
                "constraints": [models.UniqueConstraint(fields=("tender", "place"), name="one_lot_per_place")],
            },
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100)),
                (
                    "filters",
                    models.JSONField(default=dict, help_text="what is set, by name: see reports.listing.Search"),
                ),
                (
                    "often",
                    models.CharField(
                        choices=[
                            ("at_once", "At once, for each new tender"),
                            ("daily", "Once a day, if there is something new"),
                            ("never", "Never"),
                        ],
                        max_length=10,
                    ),
                ),
                ("since", models.DateTimeField(help_text="tenders published before are not news")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("user", "name"), name="one_search_per_name")],
            },
        ),
        migrations.CreateModel(
            name="Told",
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
            options={
                "constraints": [models.UniqueConstraint(fields=("user", "tender"), name="told_once_of_a_tender")],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
