"""The locks of marks and of the consensus, and averages."""

from django.db import migrations


class Migration(migrations.Migration):
    """Nothing yet."""

    dependencies = [
        ("evaluation", "0004_stages"),
    ]
    operations = []
