"""One stage after another, and questions to one bidder."""

from django.db import migrations


class Migration(migrations.Migration):
    """Nothing yet."""

    dependencies = [
        ("evaluation", "0003_marking"),
    ]
    operations = []
