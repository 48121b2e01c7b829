"""A contract is made when the standstill is over."""

from django.db import migrations
from django.db.models import F


def conclude_those_of_before(apps, _schema_editor):
    """Where there is a contract the evaluation is over; its bidders were told when the award was approved."""
    contracts = apps.get_model("contracts", "Contract").objects.all()
    awards = apps.get_model("evaluation", "Award").objects.filter(pk__in=contracts.values("award"))
    awards.update(told_at=F("approved_at"))
    evaluations = apps.get_model("evaluation", "Evaluation").objects.filter(pk__in=awards.values("evaluation"))
    evaluations.update(status="concluded")


class Migration(migrations.Migration):
    """Awards of before had their contract at the moment of the approval."""

    dependencies = [
        ("contracts", "0002_extensions"),
        ("evaluation", "0008_papers"),
    ]
    operations = [migrations.RunPython(conclude_those_of_before, migrations.RunPython.noop)]
