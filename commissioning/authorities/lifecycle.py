"""What is recorded of an authority. Plain Python."""

from socialvalue.audit.events import Event


class AuthorityEvent(Event):
    """What is recorded of an authority."""

    ROLE_GIVEN = "authority.role_given", "made {person} {role}."
    ROLE_TAKEN = "authority.role_taken", "ended {person}’s role as {role}."
    FIGURE_SET = (
        "authority.figure_set",
        "set “{figure}” to {after} from {since}. Before: {before}. Source: {source}.",
    )
    POLICY_ADOPTED = "authority.policy_adopted", "adopted “{policy}”: {figures}. Changed: {changed}."
