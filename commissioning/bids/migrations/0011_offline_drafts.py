from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("bids", "0010_receipts")]
    operations = []
