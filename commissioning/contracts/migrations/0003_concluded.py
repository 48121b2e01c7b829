"""A contract is made when the standstill is over."""

from django.db import migrations


class Migration(migrations.Migration):
    """Nothing yet."""

    dependencies = [
        ("contracts", "0002_extensions"),
        ("evaluation", "0009_calibration"),
    ]
    operations = []
