from django.contrib.auth.models import AbstractUser
from django.db import models

from yunjiang.organizations.models import Organization


class User(AbstractUser):
    """A person who signs in. What the person may do is said by assignments, never by the flags of `auth`."""

    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="users",
        help_text="Where the person works.",
    )

    def __str__(self) -> str:
        return self.get_full_name() or self.username


class Role(models.TextChoices):
    OFFICE = "office", "产改办"
    REPORTING_OFFICER = "reporting_officer", "填报员"
    REVIEWER = "reviewer", "审核员"
    LEAD_DEPARTMENT = "lead_department", "牵头部门"
    REGISTER_OFFICER = "register_officer", "台账员"
    AUDITOR = "auditor", "审计员"
    SYSTEM_ADMINISTRATOR = "system_administrator", "系统管理员"
    SECURITY_ADMINISTRATOR = "security_administrator", "安全管理员"
    AUDIT_ADMINISTRATOR = "audit_administrator", "审计管理员"


# Nobody holds two of these at once (separation of administration).
ADMINISTRATION = frozenset({Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR})


class Assignment(models.Model):
    """That a person holds a role over an organization and all below it, from one day until another."""

    user = models.ForeignKey(User, models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=30, choices=Role.choices)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "organization", "valid_from"], name="assignment_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} @ {self.organization_id}"
