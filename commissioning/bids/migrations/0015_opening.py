from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("bids", "0014_lots")]
    operations = []
