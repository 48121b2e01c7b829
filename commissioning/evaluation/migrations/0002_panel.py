"""Who marks what, and conflicts that are declared again."""

from django.db import migrations


class Migration(migrations.Migration):
    """Nothing yet."""

    dependencies = [
        ("evaluation", "0001_initial"),
        ("bids", "0014_lots"),
    ]
    operations = []
