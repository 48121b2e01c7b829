"""A submitted version of a bid can never be changed."""

from django.db import migrations

from socialvalue.database import append_only


class Migration(migrations.Migration):
    """Triggers on the submissions' table."""

    dependencies = [("bids", "0001_initial")]
    operations = [append_only("bids_submission")]
