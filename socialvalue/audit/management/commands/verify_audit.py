"""`manage.py verify_audit`: is the audit trail whole?"""

from django.core.management.base import BaseCommand, CommandError

from socialvalue.audit.models import AuditRecord, first_broken_link


class Command(BaseCommand):
    """Walks the hash chain from its start."""

    help = "Check the audit trail and name the first broken link. Ends with 1 if there is one."

    def handle(self, *args: object, **options: object) -> None:
        """Print the number of rows checked, or fail naming the first row that does not hold."""
        broken = first_broken_link()
        if broken is not None:
            raise CommandError(
                f"The audit trail is broken at row {broken.pk}: {broken.event} of {broken.target_type} {broken.target_id} "
                f"at {broken.at.isoformat()}."
            )
        self.stdout.write(f"The audit trail is whole: {AuditRecord.objects.count()} rows.")
