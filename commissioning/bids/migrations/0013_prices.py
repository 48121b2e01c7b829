"""The seal of the prices."""

from django.db import migrations


class Migration(migrations.Migration):
    """Nothing yet."""

    dependencies = [
        ("bids", "0012_opening"),
    ]
    operations = []
