"""Which lots a bid is for, and its price for each."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A lot's price is part of the price: one version and one seal."""

    dependencies = [
        ("bids", "0013_prices"),
    ]
    operations = [
        migrations.AddField(
            model_name="bid",
            name="lot_prices",
            field=models.JSONField(
                default=dict, help_text="GBP without VAT as text, by the lot's id in the tender file"
            ),
        ),
    ]
