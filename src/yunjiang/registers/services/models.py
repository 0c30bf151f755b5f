from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from yunjiang.access.models import User
from yunjiang.organizations.models import Organization
from yunjiang.persons.models import Person
from yunjiang.registers.kit.models import Record

from .conditions import RuleField


class ServiceKind(models.TextChoices):
    """What is offered, in the groups in which unions report their inclusive services."""

    HEALTH = "health", "健康体检"
    RECUPERATION = "recuperation", "疗休养"
    CULTURE = "culture", "文体活动"
    LEARNING = "learning", "技能与学历提升"
    SHOPPING = "shopping", "消费优惠"
    LAW = "law", "法律服务"
    CHILDCARE = "childcare", "子女托管"
    CONDOLENCE = "condolence", "节日与生日慰问"
    TRAVEL = "travel", "出行与返乡"
    OTHER = "other", "其他"


class ServiceState(models.TextChoices):
    DRAFT = "draft", "拟定"
    PROPOSED = "proposed", "待批"
    OPEN = "open", "开放"
    PAUSED = "paused", "暂停"
    CLOSED = "closed", "结束"


class Period(models.TextChoices):
    """Over what time a person's claims are counted against the cap."""

    EVER = "ever", "全程"
    YEAR = "year", "每年"
    QUARTER = "quarter", "每季度"
    MONTH = "month", "每月"


class Service(Record):
    """One inclusive service as a union offers it: to whom, how much of it, from which budget, from when until when."""

    number = models.CharField("项目编号", max_length=30, unique=True)
    name = models.CharField("项目名称", max_length=80)
    kind = models.CharField("类别", max_length=14, choices=ServiceKind.choices)
    about = models.CharField("内容", max_length=1000, blank=True)
    is_provincial = models.BooleanField(
        "省级普惠职工项目", default=False, help_text="由省级推出、计入“省级普惠职工项目”的项目。"
    )
    state = models.CharField(
        "状态", max_length=10, choices=ServiceState.choices, default=ServiceState.DRAFT, editable=False
    )
    launched_on = models.DateField("推出日期", null=True, blank=True, editable=False)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("截止日期", null=True, blank=True)
    rule = RuleField(
        "享受条件", default=dict, blank=True, help_text="见 rules.Rule；留空为本级以下全部在会会员。"
    )
    quota = models.PositiveIntegerField("总名额", null=True, blank=True, help_text="留空为不限。")
    claimed_count = models.PositiveIntegerField("已领取", default=0, editable=False)
    redeemed_count = models.PositiveIntegerField("已享受", default=0, editable=False)
    cap = models.PositiveSmallIntegerField("每人上限（次）", default=1, validators=[MinValueValidator(1)])
    cap_period = models.CharField("上限周期", max_length=8, choices=Period.choices, default=Period.EVER)
    benefit = models.SlugField(
        "同类福利代码",
        max_length=40,
        help_text="代码相同的项目视为同一福利：一人在任何工会只能享受一份。默认与项目编号相同。",
        blank=True,
    )
    redeem_days = models.PositiveSmallIntegerField(
        "领取后有效天数", default=30, validators=[MinValueValidator(1)]
    )
    budget_line = models.CharField("经费科目", max_length=80, blank=True)
    budget = models.DecimalField(
        "预算（元）",
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    unit_cost = models.DecimalField(
        "每份金额（元）", max_digits=16, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )
    rating_sum = models.PositiveIntegerField(default=0, editable=False)
    rating_count = models.PositiveIntegerField("评价数", default=0, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["path", "id"], name="service_path"),
            models.Index(fields=["state", "path", "id"], name="service_state"),
            models.Index(fields=["kind", "path", "id"], name="service_kind"),
            models.Index(fields=["is_provincial", "path", "id"], name="service_provincial"),
            models.Index(fields=["starts_on"], name="service_starts"),
            models.Index(fields=["name"], name="service_name"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="service_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(quota__isnull=True) | Q(claimed_count__lte=F("quota")),
                name="service_within_quota",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Allotment(models.Model):
    """How many of a service's places go to one unit and all below it; what is not allotted is open to everybody."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="allotments")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    path = models.CharField(max_length=255)
    quota = models.PositiveIntegerField()
    claimed_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "organization"], name="allotment_once"),
            models.CheckConstraint(condition=Q(claimed_count__lte=F("quota")), name="allotment_within_quota"),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.organization_id}"

    @property
    def left(self) -> int:
        return self.quota - self.claimed_count


class ClaimState(models.TextChoices):
    CLAIMED = "claimed", "已领取"
    REDEEMED = "redeemed", "已享受"
    CANCELLED = "cancelled", "已取消"
    LAPSED = "lapsed", "逾期未用"


class Claim(Record):
    """That a person took one place of a service; `organization` is the union the person belonged to then.

    `slot` numbers what a person holds of one benefit in one period: the database lets no two claims have the same, whichever
    unions offered them and whoever was quicker. Cancelled and lapsed claims give their slot back.
    """

    service = models.ForeignKey(Service, models.PROTECT, related_name="claims", verbose_name="项目")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="职工")
    allotment = models.ForeignKey(
        Allotment, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    benefit = models.CharField(max_length=40, editable=False)
    period = models.CharField(max_length=8, editable=False, help_text="ever, 2025, 2025-Q3, 2025-07.")
    slot = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    state = models.CharField(
        "状态", max_length=10, choices=ClaimState.choices, default=ClaimState.CLAIMED, editable=False
    )
    claimed_at = models.DateTimeField("领取时间", default=timezone.now, editable=False)
    expires_on = models.DateField("有效期至", editable=False)
    code = models.CharField("核销码", max_length=16, unique=True, editable=False)
    redeemed_at = models.DateTimeField("享受时间", null=True, blank=True, editable=False)
    redeemed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", editable=False, verbose_name="核销人"
    )
    redeemed_where = models.CharField("核销地点", max_length=80, blank=True, editable=False)
    amount = models.DecimalField("金额（元）", max_digits=16, decimal_places=2, default=0, editable=False)
    rating = models.PositiveSmallIntegerField("满意度", null=True, blank=True, editable=False)
    rated_at = models.DateTimeField(null=True, blank=True, editable=False)
    words = models.CharField("意见", max_length=400, blank=True, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["path", "id"], name="claim_path"),
            models.Index(fields=["state", "path", "id"], name="claim_state"),
            models.Index(fields=["service", "path", "id"], name="claim_service"),
            models.Index(fields=["person"], name="claim_person"),
            models.Index(fields=["state", "expires_on"], name="claim_expiry"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "benefit", "period", "slot"], name="claim_no_double_benefit"
            ),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__range=(1, 5)), name="claim_rating_of_five"
            ),
        ]

    def __str__(self) -> str:
        return self.code
