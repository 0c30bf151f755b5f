from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from yunjiang.access import permission
from yunjiang.access.models import AssignmentRequest, AuditRecord, Invitation, Role, User
from yunjiang.access.people import invitations, requests
from yunjiang.access.people.invitations import Proposed
from yunjiang.access.people.refusals import (
    InvitationExpired,
    InvitationUnknown,
    InvitationUsed,
    InvitationWithdrawn,
)
from yunjiang.access.people.tests.offices import Offices
from yunjiang.access.permission import Act, Refused
from yunjiang.access.services import UsernameTaken

PASSWORD = "Nine-green-hills 27"


def invited(offices: Offices) -> tuple[Invitation, str]:
    return invitations.invite(
        "张三",
        offices.wuhua,
        by=offices.kunming_system,
        proposed=Proposed(Role.REPORTING_OFFICER, offices.wuhua, timezone.localdate()),
    )


def test_it_works(offices: Offices) -> None:
    _invitation, secret = invited(offices)
    person = invitations.accept(secret, username="zhang.san", password=PASSWORD)
    assert person.check_password(PASSWORD)
    assert str(person) == "张三"
    assert person.organization == offices.wuhua
    assert not person.must_change_password


def test_the_role_waits_for_the_security_administrator(offices: Offices) -> None:
    _invitation, secret = invited(offices)
    person = invitations.accept(secret, username="zhang.san", password=PASSWORD)
    assert permission.acts_anywhere(person) == frozenset()
    [request] = AssignmentRequest.objects.all()
    requests.grant(request, by=offices.kunming_security)
    assert permission.may(person, Act.FILL_RETURNS, offices.wuhua)


def test_the_secret_of_the_link_is_nowhere_kept(offices: Offices) -> None:
    invitation, secret = invited(offices)
    told = [str(value) for value in Invitation.objects.filter(pk=invitation.pk).values_list()[0]]
    told += [
        text for record in AuditRecord.objects.all() for text in (record.facts, record.subject, record.after)
    ]
    assert not any(secret in text for text in told)


def test_a_link_opens_one_account(offices: Offices) -> None:
    _invitation, secret = invited(offices)
    invitations.accept(secret, username="zhang.san", password=PASSWORD)
    with pytest.raises(InvitationUsed):
        invitations.accept(secret, username="li.si", password=PASSWORD)


def test_a_link_holds_seven_days(offices: Offices) -> None:
    invitation, secret = invited(offices)
    Invitation.objects.update(expires_at=timezone.now() + timedelta(seconds=5))
    assert invitations.find(secret) == invitation
    Invitation.objects.update(expires_at=timezone.now())
    with pytest.raises(InvitationExpired):
        invitations.accept(secret, username="zhang.san", password=PASSWORD)
    assert invitation.expires_at - invitation.made_at >= timedelta(days=7) - timedelta(seconds=5)


def test_a_withdrawn_link_opens_nothing(offices: Offices) -> None:
    invitation, secret = invited(offices)
    invitations.withdraw(invitation, by=offices.kunming_system)
    with pytest.raises(InvitationWithdrawn):
        invitations.accept(secret, username="zhang.san", password=PASSWORD)


@pytest.mark.parametrize("secret", ["", "x", "x" * 43])
def test_a_link_that_was_not_given_opens_nothing(offices: Offices, secret: str) -> None:
    invited(offices)
    with pytest.raises(InvitationUnknown):
        invitations.find(secret)


def test_each_refusal_says_in_chinese_what_to_do() -> None:
    with translation.override("zh-hans"):
        told = [str(each) for each in (InvitationUnknown(), InvitationUsed(), InvitationWithdrawn())]
        told.append(str(InvitationExpired(timezone.now())))
    assert all("邀请" in sentence or "链接" in sentence for sentence in told)
    assert len(set(told)) == 4


def test_a_weak_password_or_a_taken_name_leaves_the_link_as_it_is(offices: Offices) -> None:
    invitation, secret = invited(offices)
    with pytest.raises(ValidationError):
        invitations.accept(secret, username="zhang.san", password="12345678")
    with pytest.raises(UsernameTaken):
        invitations.accept(secret, username="Owner", password=PASSWORD)
    assert invitations.find(secret) == invitation
    assert not User.objects.filter(username="zhang.san").exists()


@pytest.mark.parametrize(
    "name", ["owner", "clerk", "auditor", "security", "audit", "qujing_system", "stranger"]
)
def test_only_the_units_system_administrator_invites_and_withdraws(offices: Offices, name: str) -> None:
    with pytest.raises(Refused):
        invitations.invite("张三", offices.wuhua, by=getattr(offices, name))
    invitation, _secret = invited(offices)
    with pytest.raises(Refused):
        invitations.withdraw(invitation, by=getattr(offices, name))


def test_no_role_is_proposed_beyond_ones_own_scope(offices: Offices) -> None:
    with pytest.raises(Refused):
        invitations.invite(
            "张三",
            offices.wuhua,
            by=offices.kunming_system,
            proposed=Proposed(Role.OFFICE, offices.province, timezone.localdate()),
        )


def test_a_role_whose_days_went_by_is_not_asked_for(offices: Offices) -> None:
    today = timezone.localdate()
    proposed = Proposed(Role.REVIEWER, offices.wuhua, today - timedelta(20), today - timedelta(1))
    _invitation, secret = invitations.invite("张三", offices.wuhua, by=offices.system, proposed=proposed)
    invitations.accept(secret, username="zhang.san", password=PASSWORD)
    assert not AssignmentRequest.objects.exists()


def test_the_owner_of_the_machine_invites_too(offices: Offices) -> None:
    invitation, secret = invitations.invite("张三", offices.wuhua, by=None)
    assert invitation.made_by is None
    assert invitations.accept(secret, username="zhang.san", password=PASSWORD).organization == offices.wuhua
