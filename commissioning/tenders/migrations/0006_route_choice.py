from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tenders", "0005_addenda")]
    operations = []
