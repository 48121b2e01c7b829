from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("bids", "0003_addenda_confirmed")]
    operations = []
