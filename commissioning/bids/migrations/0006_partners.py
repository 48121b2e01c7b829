from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("bids", "0005_together")]
    operations = []
