"""A published pack can never be changed."""

from django.db import migrations

from socialvalue.database import append_only


class Migration(migrations.Migration):
    """Triggers on the packs' table."""

    dependencies = [("tenders", "0001_initial")]
    operations = [append_only("tenders_pack")]
