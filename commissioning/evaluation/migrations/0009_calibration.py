"""A practice answer that the panel marks together."""

from django.db import migrations


class Migration(migrations.Migration):
    """Nothing yet."""

    dependencies = [
        ("evaluation", "0008_papers"),
    ]
    operations = []
