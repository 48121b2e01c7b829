from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("authorities", "0001_initial")]
    operations = []
