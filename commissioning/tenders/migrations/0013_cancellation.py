"""Cancelling after the closing."""

from django.db import migrations


class Migration(migrations.Migration):
    """Nothing yet."""

    dependencies = [
        ("tenders", "0012_benchmarks"),
    ]
    operations = []
