from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("providers", "0004_standing_texts")]
    operations = []
