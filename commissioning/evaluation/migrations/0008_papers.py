"""Papers kept with their hash and their parts."""

from django.db import migrations


class Migration(migrations.Migration):
    """Nothing yet."""

    dependencies = [
        ("evaluation", "0007_award"),
    ]
    operations = []
