"""Which lots a bid is for, and its price for each."""

from django.db import migrations


class Migration(migrations.Migration):
    """Nothing yet."""

    dependencies = [
        ("bids", "0013_prices"),
    ]
    operations = []
