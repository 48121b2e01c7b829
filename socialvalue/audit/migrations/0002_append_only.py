"""The audit trail can be added to and never changed."""

from django.db import migrations

from socialvalue.database import append_only


class Migration(migrations.Migration):
    """Triggers on the trail's table."""

    dependencies = [("audit", "0001_initial")]
    operations = [append_only("audit_auditrecord")]
