"""The only writers of organisations, their members and what they say of themselves."""

from providers.actions.papers import StalePaper, add_paper, change_paper, remind_of_expiry, remove_paper
from providers.actions.provider import FIRST_ROLES, Stale, give_role, register, save_facts, take_role
from providers.actions.standing_text import TEXT_WRITERS, StaleText, add_text, change_text, remove_text

__all__ = [
    "FIRST_ROLES",
    "TEXT_WRITERS",
    "Stale",
    "StalePaper",
    "StaleText",
    "add_paper",
    "add_text",
    "change_paper",
    "change_text",
    "give_role",
    "register",
    "remind_of_expiry",
    "remove_paper",
    "remove_text",
    "save_facts",
    "take_role",
]
