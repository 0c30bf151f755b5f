from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone

from yunjiang.access.keys import models as _key_models  # noqa: F401 - Django looks for a room's models here
from yunjiang.access.signing import models as _signing_models  # noqa: F401 - Django looks for a room's models here
from yunjiang.organizations.models import Organization
from yunjiang.permanence.models import WrittenOnce


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
    pinyin = models.CharField(
        max_length=150, blank=True, db_index=True, help_text="The name in small Latin letters."
    )
    initials = models.CharField(
        max_length=40, blank=True, help_text="The first letters of the name's syllables."
    )

    is_demonstration = models.BooleanField(
        default=False, help_text="Made to try the site with; its password is printed on the screen."
    )
    must_change_password = models.BooleanField(
        default=False, help_text="The password came from somebody else and holds for one sign-in."
    )
    password_changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.get_full_name() or self.username


class Role(models.TextChoices):
    OFFICE = "office", "产改办"
    REPORTING_OFFICER = "reporting_officer", "填报员"
    REVIEWER = "reviewer", "审核员"
    LEAD_DEPARTMENT = "lead_department", "牵头部门"
    REGISTER_OFFICER = "register_officer", "台账员"
    SERVICE_DESK = "service_desk", "服务窗口"
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


class AccountEventKind(models.TextChoices):
    OPENED = "opened", "开立"
    TRANSFERRED = "transferred", "调动"
    ENDED = "ended", "停用"
    REOPENED = "reopened", "恢复"


class AccountEvent(models.Model):
    """One thing that happened, or from a coming day will happen, to an account. Accounts are ended and never deleted."""

    user = models.ForeignKey(User, models.PROTECT, related_name="account_events")
    kind = models.CharField(max_length=20, choices=AccountEventKind.choices)
    happens_on = models.DateField(help_text="The first day on which it holds.")
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Where the person works from then on.",
    )
    reason = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=150, help_text="Sign-in name, or the name of whoever ran the command.")
    recorded_at = models.DateTimeField(default=timezone.now)
    took_effect_at = models.DateTimeField(null=True, blank=True, help_text="Empty while the day is to come.")

    def __str__(self) -> str:
        return f"{self.kind} {self.user_id} on {self.happens_on}"


class Invitation(models.Model):
    """A link by which one person opens an account of his own; only the digest of its secret is kept."""

    token_digest = models.CharField(max_length=64, unique=True, help_text="SM3 of the secret in the link.")
    name = models.CharField(max_length=150)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    role = models.CharField(
        max_length=30, choices=Role.choices, blank=True, help_text="Asked for on acceptance."
    )
    scope = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="+")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", help_text="Empty: the command line."
    )
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_as = models.OneToOneField(User, models.PROTECT, null=True, blank=True, related_name="invitation")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class RequestState(models.TextChoices):
    WAITING = "waiting", "待确认"
    GRANTED = "granted", "已同意"
    REFUSED = "refused", "未同意"
    WITHDRAWN = "withdrawn", "已撤回"


class AssignmentRequest(models.Model):
    """That an assignment is asked for; it comes to be when a security administrator grants it, and not before."""

    user = models.ForeignKey(User, models.PROTECT, related_name="assignment_requests")
    role = models.CharField(max_length=30, choices=Role.choices)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.WAITING)
    reason = models.CharField(max_length=200, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "id"], name="assignment_request_state")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} @ {self.organization_id}: {self.state}"


class Result(models.TextChoices):
    DONE = "done", "已完成"
    REFUSED = "refused", "被拒绝"
    FAILED = "failed", "出错未成"


class AuditRecord(WrittenOnce):
    """Who did what to what, when and from where; numbered without gaps, chained by HMAC-SM3, written with the act itself.

    Names are kept as they were then. Facts and what was before and after are canonical JSON texts, byte for byte as digested.
    """

    known_as = "position"

    position = models.PositiveBigIntegerField(primary_key=True)
    recorded_at = models.DateTimeField(db_index=True, help_text="Never falls.")
    # No constraint in the database: a record outlives what it names, and tells of what was never made.
    user = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    name = models.CharField(
        max_length=150, help_text="The person's name then, or what acted for nobody signed in."
    )
    workplace = models.CharField(max_length=200, blank=True)
    ip = models.CharField(max_length=45, blank=True)
    user_agent = models.CharField(max_length=300, blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    action = models.CharField(max_length=64, help_text="room.verb")
    subject = models.CharField(max_length=200, blank=True, help_text="kind:key of what it was done to.")
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    result = models.CharField(max_length=8, choices=Result.choices)
    facts = models.TextField(blank=True)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    digest = models.BinaryField(
        max_length=32, help_text="HMAC-SM3 over the digest before it and its own text."
    )

    class Meta:
        ordering = ["-position"]
        indexes = [
            models.Index(fields=["user", "position"], name="audit_by_user"),
            models.Index(fields=["action", "position"], name="audit_by_action"),
            models.Index(fields=["subject", "position"], name="audit_by_subject"),
            models.Index(fields=["organization", "position"], name="audit_by_organization"),
        ]

    def __str__(self) -> str:
        return f"#{self.position} {self.action} {self.subject}"


class TrailHead(models.Model):
    """The one row (id 1) that numbers audit records; locked by whoever records until the commit."""

    position = models.PositiveBigIntegerField(default=0)
    recorded_at = models.DateTimeField(null=True)
    digest = models.BinaryField(max_length=32, default=bytes(32))

    def __str__(self) -> str:
        return str(self.position)
