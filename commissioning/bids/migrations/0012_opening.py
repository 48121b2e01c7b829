"""Opening in an emergency, and what arrived late."""

from django.db import migrations


class Migration(migrations.Migration):
    """Nothing yet."""

    dependencies = [
        ("bids", "0011_offline_drafts"),
        ("providers", "0005_membership"),
    ]
    operations = []
