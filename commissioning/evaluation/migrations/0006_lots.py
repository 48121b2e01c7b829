"""A decision for each lot."""

from django.db import migrations


class Migration(migrations.Migration):
    """Nothing yet."""

    dependencies = [
        ("evaluation", "0005_moderation"),
    ]
    operations = []
