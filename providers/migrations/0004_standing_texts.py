from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("providers", "0003_numbers_and_papers")]
    operations = []
