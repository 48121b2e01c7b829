"""A contract for each winner of lots."""

from django.db import migrations


class Migration(migrations.Migration):
    """Nothing yet."""

    dependencies = [
        ("contracts", "0003_concluded"),
    ]
    operations = []
