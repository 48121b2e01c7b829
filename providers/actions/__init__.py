"""The only writers of organisations, their members and what they say of themselves."""

from providers.actions.papers import StalePaper, add_paper, change_paper, remind_of_expiry, remove_paper
from providers.actions.provider import FIRST_ROLES, Stale, give_role, register, save_facts, take_role

__all__ = [
    "FIRST_ROLES",
    "Stale",
    "StalePaper",
    "add_paper",
    "change_paper",
    "give_role",
    "register",
    "remind_of_expiry",
    "remove_paper",
    "save_facts",
    "take_role",
]
