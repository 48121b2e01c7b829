"""What is recorded of a tender that was started from an earlier one."""

from socialvalue.audit.events import Event


class OriginEvent(Event):
    """What is recorded of where a tender came from."""

    STARTED_FROM = "tender.started_from", "started the draft from “{earlier}” of {authority}, {version}."
    UNLOCKED = "tender.group_unlocked", "unlocked “{group}”, which came from the earlier tender: {reason}"
