"""Starting a draft from an earlier tender, and unlocking what was carried over as it is."""

from datetime import datetime

from django.db import transaction

from commissioning.authorities.models import Authority
from commissioning.tenders import permissions
from commissioning.tenders.actions.draft import Stale, locked, new_tender
from commissioning.tenders.lifecycle import OriginEvent
from commissioning.tenders.models import Origin, Tender
from commissioning.tenders.tenderfile import carried_over, each_criterion, locked_groups
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused


@transaction.atomic
def start_from(earlier: Tender, *, authority: Authority, title: str, by: User, now: datetime) -> Tender:
    """Start a draft with what an earlier tender hands on: its newest pack if it was published, else its draft.

    Groups of questions that are carried over as they are stay locked until somebody unlocks them with a reason.
    """
    permissions.check_can_draft(by, authority)
    permissions.check_can_start_from(authority, earlier)
    pack = earlier.packs.last() if earlier.published_at else None
    said = pack.file if pack else earlier.file
    document = carried_over(said, title)
    tender = new_tender(document, authority=authority, by=by, now=now)
    Origin.objects.create(
        tender=tender,
        earlier=earlier,
        pack_version=pack.version if pack else None,
        locked=locked_groups(document),
    )
    record(
        OriginEvent.STARTED_FROM,
        target=tender,
        by=by,
        at=now,
        earlier=said.title,
        authority=str(earlier.authority),
        version=version_text(pack.version if pack else None),
    )
    return tender


def version_text(version: int | None) -> str:
    """Say which version of an earlier tender was taken."""
    return f"version {version} as it was published" if version else "as it was drafted"


@transaction.atomic
def unlock_group(tender: Tender, group_id: str, reason: str, *, from_version: int, by: User, now: datetime) -> Tender:
    """Let a group that was carried over as it is be changed from now on. The reason may not be blank.

    `from_version` as in `save_draft`.
    """
    tender = locked(tender)
    permissions.check_can_edit(by, tender)
    origin = Origin.objects.select_for_update().filter(tender=tender).first()
    if origin is None or group_id not in origin.locked:
        raise Refused("This group is not locked.")
    if not reason.strip() or "\0" in reason:
        raise Refused("Say why it must change.")
    if tender.version != from_version:
        raise Stale(tender)
    del origin.locked[group_id]
    origin.save(update_fields=["locked"])
    tender.version += 1
    tender.save(update_fields=["version"])
    tender.drafters.add(by)
    name = next((group.name for _, group in each_criterion(tender.file) if group.id == group_id), None)
    record(OriginEvent.UNLOCKED, target=tender, by=by, at=now, group=name or group_id, reason=reason.strip())
    return tender
