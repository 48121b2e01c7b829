from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("bids", "0008_extensions")]
    operations = []
