from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("providers", "0002_standing_facts")]
    operations = []
