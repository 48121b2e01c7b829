from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("bids", "0002_append_only")]
    operations = []
