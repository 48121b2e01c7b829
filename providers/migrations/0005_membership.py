"""Who was a member of a provider, and when."""

from django.db import migrations


class Migration(migrations.Migration):
    """Nothing yet."""

    dependencies = [
        ("providers", "0004_standing_texts"),
    ]
    operations = []
