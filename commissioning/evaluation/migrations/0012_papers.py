from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0011_award_lots")]
    operations = []
