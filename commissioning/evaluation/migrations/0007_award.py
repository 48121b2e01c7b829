"""From the recommendation to the end of the standstill."""

from django.db import migrations


class Migration(migrations.Migration):
    """Nothing yet."""

    dependencies = [
        ("evaluation", "0006_lots"),
    ]
    operations = []
