from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tenders", "0002_append_only")]
    operations = []
