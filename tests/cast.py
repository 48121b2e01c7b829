"""The cast: one county, its staff in every role, two providers and their members, and strangers."""

from dataclasses import dataclass
from datetime import UTC, datetime

from commissioning.authorities.models import Authority, Role, Staff
from providers.models import Member, Provider
from providers.models import Role as MemberRole
from socialvalue.accounts.models import User

PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Cast:
    """Every person is named by what they do; `other_*` belong to another authority or provider."""

    county: Authority
    commissioner: User
    procurement: User
    second_procurement: User
    evaluator: User
    second_evaluator: User
    chair: User
    contract_manager: User
    auditor: User
    admin: User
    other_authority: Authority
    other_procurement: User
    reuse: Provider
    owner: User
    writer: User
    signatory: User
    viewer: User
    haulage: Provider
    rival: User
    stranger: User


def make_person(name: str) -> User:
    """A person who can sign in with `PASSWORD`."""
    return User.objects.create_user(f"{name.lower().replace(' ', '.')}@example.org", PASSWORD, name=name)


def make_staff(authority: Authority, name: str, *roles: Role) -> User:
    """A person with roles at an authority."""
    person = make_person(name)
    Staff.objects.bulk_create(Staff(authority=authority, user=person, role=role) for role in roles)
    return person


def make_member(provider: Provider, name: str, *roles: MemberRole) -> User:
    """A person with roles at a provider."""
    person = make_person(name)
    Member.objects.bulk_create(Member(provider=provider, user=person, role=role) for role in roles)
    return person


def make_provider(name: str, **facts: object) -> Provider:
    """A small charity, unless `facts` say otherwise."""
    return Provider.objects.create(
        **{
            "name": name,
            "kind": Provider.Kind.CHARITY,
            "size": Provider.Size.SMALL,
            "postcode": "SG13 8DE",
            "areas": ["Hertfordshire"],
            "services": ["environment"],
            "registered_at": datetime(2026, 11, 2, 10, tzinfo=UTC),
            **facts,
        }
    )


def make_cast() -> Cast:
    """Make everybody."""
    county = Authority.objects.create(
        name="Hertfordshire County Council", slug="hertfordshire", kind=Authority.Kind.COUNTY, area="Hertfordshire"
    )
    district = Authority.objects.create(
        name="Dacorum Borough Council", slug="dacorum", kind=Authority.Kind.DISTRICT, area="Dacorum"
    )
    reuse = make_provider("Lea Valley Reuse")
    haulage = make_provider("Chiltern Haulage", kind=Provider.Kind.COMPANY, size=Provider.Size.MEDIUM)
    return Cast(
        county=county,
        commissioner=make_staff(county, "Carol Commissioner", Role.COMMISSIONER),
        procurement=make_staff(county, "Peter Procurement", Role.PROCUREMENT),
        second_procurement=make_staff(county, "Priya Procurement", Role.PROCUREMENT),
        evaluator=make_staff(county, "Evan Evaluator", Role.EVALUATOR),
        second_evaluator=make_staff(county, "Esther Evaluator", Role.EVALUATOR),
        chair=make_staff(county, "Charlie Chair", Role.CHAIR),
        contract_manager=make_staff(county, "Mina Manager", Role.CONTRACT_MANAGER),
        auditor=make_staff(county, "Audrey Auditor", Role.AUDITOR),
        admin=make_staff(county, "Ada Administrator", Role.AUTHORITY_ADMIN),
        other_authority=district,
        other_procurement=make_staff(district, "Olive Other", Role.PROCUREMENT, Role.COMMISSIONER),
        reuse=reuse,
        owner=make_member(reuse, "Olu Owner", MemberRole.OWNER),
        writer=make_member(reuse, "Wendy Writer", MemberRole.WRITER),
        signatory=make_member(reuse, "Sam Signatory", MemberRole.SIGNATORY),
        viewer=make_member(reuse, "Vic Viewer", MemberRole.VIEWER),
        haulage=haulage,
        rival=make_member(haulage, "Rita Rival", MemberRole.OWNER, MemberRole.WRITER, MemberRole.SIGNATORY),
        stranger=make_person("Stan Stranger"),
    )
