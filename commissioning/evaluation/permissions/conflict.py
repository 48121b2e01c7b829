"""Who declares conflicts of interest, when they are asked, and what a conflict bars them from."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from commissioning.authorities.models import Role
from commissioning.authorities.permissions import holds
from commissioning.bids.models import Bid
from commissioning.evaluation.lifecycle import Moment
from commissioning.evaluation.models import READERS, Conflict, Evaluation, Gate, PanelMember
from commissioning.evaluation.permissions.evaluation import CONFLICTED, check_no_bidder
from commissioning.evaluation.permissions.panel import check_on_panel
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused

ASKED = {
    Moment.BEFORE_MARKING: "Say first whether you have a conflict of interest with each bidder.",
    Moment.NAMES_REVEALED: "The bidders’ names are shown now. Say again whether you have a conflict of interest.",
    Moment.RENEWED: "Before an award is decided, say again whether you have a conflict of interest.",
}


def check_can_declare(user: User, evaluation: Evaluation) -> None:
    """Declare conflicts: the panel, and the procurement officers, who decide too."""
    if holds(user, evaluation.tender.authority, Role.PROCUREMENT):
        check_no_bidder(user, evaluation.tender)
    else:
        check_on_panel(user, evaluation)


def reads_all(user: User, evaluation: Evaluation) -> bool:
    """Whether the person reads everything of an evaluation by their role; refused where they have a conflict. One query."""
    found = Conflict.objects.conflicted().filter(user=user, evaluation=evaluation)
    rows = user.staff_roles.filter(authority=evaluation.tender.authority_id, role__in=READERS)
    barred = list(rows.values_list(Exists(found), flat=True))
    if any(barred):
        raise Refused(CONFLICTED)
    return bool(barred)


def check_sees_conflict_register(user: User, evaluation: Evaluation) -> None:
    """Read who declared what: procurement officers and auditors."""
    if not reads_all(user, evaluation):
        raise Refused("Only procurement officers and auditors can read this.")


def moment_of(evaluation: Evaluation, user: User) -> tuple[Moment, datetime | None]:
    """When the person was last asked to declare, and the instant since which a declaration counts. One query."""
    is_on_panel = PanelMember.objects.filter(evaluation=evaluation, user=user).exists()
    if not is_on_panel and evaluation.signed_off_at:
        return Moment.RENEWED, evaluation.signed_off_at
    if is_on_panel and evaluation.names_revealed_at:
        return Moment.NAMES_REVEALED, evaluation.names_revealed_at
    return Moment.BEFORE_MARKING, None


def undeclared_since(evaluation: Evaluation, user: User, since: datetime | None) -> QuerySet[Bid]:
    """The opened bids, but for those that fail a condition, whose bidders the person has not declared about since then."""
    said = Conflict.objects.filter(user=user, bid=OuterRef("pk"))
    if since:
        said = said.filter(declared_at__gte=since)
    failed = Gate.objects.final_fails().filter(evaluation=evaluation)
    return Bid.objects.filter(~Exists(said), tender=evaluation.tender_id).exclude(pk__in=failed.values("bid"))


def must_declare(evaluation: Evaluation, user: User) -> Moment | None:
    """Why the person must declare before doing anything else; None if they have. Two queries."""
    moment, since = moment_of(evaluation, user)
    return moment if undeclared_since(evaluation, user, since).exists() else None


def check_conflicts_decided(evaluation: Evaluation) -> None:
    """Refuse while an officer has not decided whether marks stand that were agreed before a conflict was known."""
    for conflict in evaluation.conflicts.filter(needs_decision=True, decision=None).select_related("user"):
        raise Refused(
            f"{conflict.user} was found to have a conflict of interest after the marks were final. "
            "Decide first, from the conflict register, whether the marks stand."
        )


def check_has_declared(user: User, evaluation: Evaluation) -> None:
    """Refuse whoever must declare first."""
    moment = must_declare(evaluation, user)
    if moment:
        raise Refused(ASKED[moment])
