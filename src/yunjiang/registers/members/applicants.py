"""What workers ask for from their own phones, before any record of theirs is touched."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from yunjiang.access.models import User
from yunjiang.organizations.models import Organization
from yunjiang.organizations.prefixes import PrefixField


class ApplicationState(models.TextChoices):
    WAITING = "waiting", "待审核"
    ADMITTED = "admitted", "已批准入会"
    MOVING = "moving", "已转为转会申请"
    REFUSED = "refused", "未批准"
    WITHDRAWN = "withdrawn", "本人已撤回"


class Shown(models.TextChoices):
    """By what the officer saw that the applicant is who the application says."""

    CARD = "card", "核对本人有效证件"
    ROSTER = "roster", "单位花名册核实"
    PLATFORM = "platform", "实名认证平台核验"


def joining_days() -> int:
    """Return within how many working days a union decides on an application, before the unit above is asked to."""
    return settings.YUNJIANG_JOINING_DAYS


class Application(models.Model):
    """One worker's application to join a union, as it came from a phone, until an officer has decided on it.

    It is kept apart from persons and memberships: whoever knows somebody's name and number changes nothing by it, and learns
    nothing. What it says is sealed, and let go once it is decided; the applicant knows it by a receipt that we do not keep.
    """

    receipt = models.BinaryField(max_length=32, unique=True, editable=False, help_text="A digest of it.")
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", db_index=False, verbose_name="申请加入的工会"
    )
    path = PrefixField(max_length=255)
    desk = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name="办理单位",
        help_text="Who is to decide now: the union, or after its days are over a unit above it.",
    )
    name = models.CharField("姓名", max_length=60, help_text="Hidden but for its ends once it is decided.")
    identity_key = models.BinaryField(max_length=32, null=True, editable=False)
    identity_mask = models.CharField("证件号码", max_length=24)
    values = models.BinaryField(null=True, editable=False, help_text="All that was said, sealed.")
    grounds = models.JSONField(
        default=dict,
        help_text="For which purposes the data may be handled, on which ground of law, and which words were shown.",
    )
    state = models.CharField(
        "状态", max_length=10, choices=ApplicationState.choices, default=ApplicationState.WAITING
    )
    received_at = models.DateTimeField("收到时间", default=timezone.now)
    due_on = models.DateField("办理期限", help_text="The last day for an answer of the desk.")
    raised_count = models.PositiveSmallIntegerField("上移次数", default=0)
    shown_by = models.CharField("身份核对方式", max_length=8, choices=Shown.choices, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField("答复", max_length=400, blank=True)
    membership = models.ForeignKey(
        "members.Membership", models.PROTECT, null=True, blank=True, related_name="applications"
    )
    transfer = models.ForeignKey(
        "members.Transfer", models.PROTECT, null=True, blank=True, related_name="applications"
    )
    is_demonstration = models.BooleanField("演示数据", default=False)

    class Meta:
        indexes = [
            models.Index(fields=["state", "path", "id"], name="application_desk"),
            models.Index(fields=["state", "due_on"], name="application_due"),
            models.Index(fields=["identity_key"], name="application_of"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None, values__isnull=False)
                | (~Q(state="waiting") & Q(decided_at__isnull=False, values=None, identity_key=None)),
                name="application_let_go",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} → {self.organization_id}"
