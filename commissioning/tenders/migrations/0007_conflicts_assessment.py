from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tenders", "0006_route_choice")]
    operations = []
