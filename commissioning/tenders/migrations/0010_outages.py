from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tenders", "0009_started_from")]
    operations = []
