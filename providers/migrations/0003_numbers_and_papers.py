"""An organisation's papers with their dates, and three more numbers. What was said before comes along as papers."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def carry_over(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make a paper of each insurance, certificate and registration that was said; nobody said their dates."""
    Provider, Paper = apps.get_model("providers", "Provider"), apps.get_model("providers", "Paper")
    for provider in Provider.objects.order_by("pk"):
        papers = []
        if provider.insurance is not None:
            papers.append(Paper(kind="insurance", name="Highest cover", cover=provider.insurance))
        for kind, names in (("certificate", provider.certificates), ("registration", provider.registrations)):
            papers += [Paper(kind=kind, name=name[:100]) for name in dict.fromkeys(names)]
        for paper in papers:
            paper.provider = provider
        Paper.objects.bulk_create(papers)


class Migration(migrations.Migration):
    """The columns, the papers, and what was said before."""

    dependencies = [("providers", "0002_standing_facts"), ("files", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="provider",
            name="ppon",
            field=models.CharField(
                blank=True, default="", help_text="Public Procurement Organisation Number", max_length=14
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="provider",
            name="vat_number",
            field=models.CharField(blank=True, default="", help_text="without GB", max_length=12),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="provider",
            name="share_code",
            field=models.CharField(blank=True, default="", help_text="of the Central Digital Platform", max_length=8),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("insurance", "Insurance"),
                            ("policy", "Policy"),
                            ("certificate", "Certificate"),
                            ("registration", "Registration or licence"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                (
                    "number",
                    models.CharField(blank=True, help_text="of the policy, certificate or registration", max_length=60),
                ),
                (
                    "issuer",
                    models.CharField(blank=True, help_text="who insures, certifies or registers", max_length=100),
                ),
                (
                    "cover",
                    models.DecimalField(decimal_places=2, help_text="GBP, of an insurance", max_digits=12, null=True),
                ),
                ("reviewed_on", models.DateField(help_text="of a policy", null=True)),
                (
                    "expires_on",
                    models.DateField(help_text="its last day; of a policy, when it is to be reviewed again", null=True),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, help_text="counts the saves, so that a stale page is noticed"
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
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="papers", to="providers.provider"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("provider", "kind", "name"), name="one_paper_per_name"),
                    models.CheckConstraint(
                        condition=models.Q(("cover", None), ("kind", "insurance"), _connector="OR"),
                        name="only_insurance_covers",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reviewed_on", None), ("kind", "policy"), _connector="OR"),
                        name="only_policies_are_reviewed",
                    ),
                ],
            },
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
    ]
