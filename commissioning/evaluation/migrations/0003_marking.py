"""Bidders as letters, marking copies, and marks at speed."""

from django.db import migrations


class Migration(migrations.Migration):
    """Nothing yet."""

    dependencies = [
        ("evaluation", "0002_panel"),
    ]
    operations = []
