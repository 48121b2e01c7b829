"""Pages of the organisations that bid. Only their own members see them."""

from providers.views.papers import paper, paper_add, paper_file, paper_remove, papers
from providers.views.provider import facts, member_end, members, provider, register, register_reach
from providers.views.standing_text import text, text_add, text_remove

__all__ = [
    "facts",
    "member_end",
    "members",
    "paper",
    "paper_add",
    "paper_file",
    "paper_remove",
    "papers",
    "provider",
    "register",
    "register_reach",
    "text",
    "text_add",
    "text_remove",
]
