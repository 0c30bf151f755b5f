"""What is kept of unions and of the firms they are in. Days are half open: what ends on a day no longer holds on it."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from yunjiang.organizations.models import Organization
from yunjiang.organizations.prefixes import PrefixField
from yunjiang.persons.models import Person
from yunjiang.registers.kit.models import Record
from yunjiang.standards import industries

from .choices import (
    ELECTED,
    Committee,
    CoverageKind,
    EconomicType,
    FoundingWay,
    OperatingStatus,
    Ownership,
    Title,
    TreeKind,
    UnionForm,
    UnionKind,
    UnionLevel,
    UnionState,
    WorkTime,
)

UNTIL = "从这一天起不再有效；空：至今有效。"


def _in_order(since: str, until: str, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gt": F(since)}), name=name
    )


class Union(Record):
    """One union, from the first step of its founding to its end. Where it reports is its organization's place in the tree."""

    organization = models.OneToOneField(
        Organization, models.PROTECT, related_name="+", verbose_name="工会组织", editable=False
    )
    name = PrefixField("工会名称", max_length=120)
    pinyin = PrefixField("拼音", max_length=160, blank=True, editable=False)
    initials = PrefixField("拼音首字母", max_length=60, blank=True, editable=False)
    code = models.CharField(
        "工会统一社会信用代码",
        max_length=18,
        unique=True,
        null=True,
        blank=True,
        help_text="以81开头，与所在单位的代码不是同一个。",
    )
    kind = models.CharField("基层工会类型", max_length=10, choices=UnionKind.choices)
    form = models.CharField("组织形式", max_length=10, choices=UnionForm.choices)
    level = models.CharField("层级", max_length=2, choices=UnionLevel.choices, default=UnionLevel.WORKPLACE)
    way = models.CharField("建会方式", max_length=8, choices=FoundingWay.choices, default=FoundingWay.OFFLINE)
    workplace = models.ForeignKey(
        "Enterprise",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="unions",
        verbose_name="建会单位",
        help_text="单独建会的单位；建会后由本工会覆盖。",
    )
    address = models.CharField("地址", max_length=200, blank=True)
    head = models.CharField("工会负责人（法定代表人）", max_length=60, blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    staff_at_founding = models.PositiveIntegerField("建会时职工人数", null=True, blank=True)
    members_at_founding = models.PositiveIntegerField("建会时会员人数", null=True, blank=True)
    term_years = models.PositiveSmallIntegerField(
        "每届任期（年）", choices=[(3, "三年"), (5, "五年")], default=5
    )
    is_chair_relative = models.BooleanField(
        "主席候选人是否为单位主要负责人近亲属",
        null=True,
        blank=True,
        help_text="工会法第十条：近亲属不得作为人选。",
    )
    prepared_on = models.DateField("筹备组成立日期")
    approval_number = models.CharField("筹建批复文号", max_length=60, blank=True)
    approved_on = models.DateField("筹建批复日期", null=True, blank=True)
    elected_on = models.DateField("选举日期", null=True, blank=True)
    confirmation_number = models.CharField("选举结果批复文号", max_length=60, blank=True)
    confirmed_on = models.DateField("选举结果批复日期", null=True, blank=True)
    founded_on = models.DateField("建会日期", null=True, blank=True)
    certificate_number = models.CharField("法人资格证书编号", max_length=40, blank=True)
    legal_since_on = models.DateField("取得法人资格日期", null=True, blank=True)
    legal_until_on = models.DateField("法人资格终止日期", null=True, blank=True, help_text=UNTIL)
    certificate_until_on = models.DateField("证书有效期至", null=True, blank=True)
    state = models.CharField(
        "状态", max_length=12, choices=UnionState.choices, default=UnionState.PREPARING, editable=False
    )
    closed_on = models.DateField("撤销（并入）日期", null=True, blank=True, help_text="从这一天起不再存在。")
    social_course = models.JSONField(
        default=list,
        blank=True,
        editable=False,
        help_text="[day, all, men, women]: how many union social workers from that day on. Computed from posts.",
    )
    closing_number = models.CharField("撤销（并入）批复文号", max_length=60, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="succeeds",
        verbose_name="会员转入的工会",
        help_text="工会撤销后会员会籍保留；写明由哪个工会接续。",
    )

    class Meta:
        indexes = [
            models.Index(fields=["path", "id"], name="unions_union_path"),
            models.Index(fields=["kind", "path", "id"], name="unions_union_kind"),
            models.Index(fields=["form", "path", "id"], name="unions_union_form"),
            models.Index(fields=["level", "path", "id"], name="unions_union_level"),
            models.Index(fields=["state", "path", "id"], name="unions_union_state"),
            models.Index(fields=["founded_on", "path"], name="unions_union_founded"),
            models.Index(fields=["certificate_until_on", "path"], name="unions_union_certificate"),
            models.Index(fields=["workplace", "state"], name="unions_union_workplace"),
            models.Index(fields=["name"], name="unions_union_name"),
            models.Index(fields=["pinyin"], name="unions_union_pinyin"),
            models.Index(fields=["initials"], name="unions_union_initials"),
        ]
        constraints = [
            _in_order("founded_on", "closed_on", "unions_union_lasts"),
            _in_order("legal_since_on", "legal_until_on", "unions_union_legal_lasts"),
        ]

    def __str__(self) -> str:
        return self.name


class IndustrialPlace(Record):
    """That a union stands below another in an industrial tree, beside its place in the reporting tree."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="industrial_places", verbose_name="工会")
    upper = models.ForeignKey(
        Union, models.PROTECT, related_name="industrial_below", verbose_name="上级产业（系统）工会"
    )
    kind = models.CharField("关系", max_length=10, choices=TreeKind.choices, default=TreeKind.INDUSTRY)
    since_on = models.DateField("起始日期")
    until_on = models.DateField("终止日期", null=True, blank=True, help_text=UNTIL)
    document_number = models.CharField("文号", max_length=60, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["path", "id"], name="unions_place_path"),
            models.Index(fields=["kind", "path", "id"], name="unions_place_kind"),
            models.Index(fields=["upper", "since_on"], name="unions_place_upper"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["union", "kind", "since_on"], name="unions_place_once"),
            models.CheckConstraint(condition=~Q(union=F("upper")), name="unions_place_not_itself"),
            _in_order("since_on", "until_on", "unions_place_lasts"),
        ]

    def __str__(self) -> str:
        return f"{self.union} ∈ {self.upper}"


class Term(Record):
    """One term (届) of a union's committee, or of its women's or audit committee, from one election until the next is due.

    The first term of a body begins on the day on which the body was founded.
    """

    union = models.ForeignKey(Union, models.PROTECT, related_name="terms", verbose_name="工会")
    committee = models.CharField(
        "机构",
        max_length=10,
        choices=[(each.value, each.label) for each in ELECTED],
        default=Committee.UNION,
    )
    number = models.PositiveSmallIntegerField("届次", validators=[MinValueValidator(1)])
    elected_on = models.DateField("选举日期")
    years = models.PositiveSmallIntegerField("任期（年）", choices=[(3, "三年"), (5, "五年")], default=5)
    due_on = models.DateField("届满日期", editable=False)
    extended_to_on = models.DateField("经批准延期至", null=True, blank=True)
    extension_number = models.CharField("延期批复文号", max_length=60, blank=True)
    confirmation_number = models.CharField("选举结果批复文号", max_length=60, blank=True)
    delegates_due = models.PositiveIntegerField("应到代表（会员）", null=True, blank=True)
    delegates_present = models.PositiveIntegerField("实到代表（会员）", null=True, blank=True)
    ended_on = models.DateField("换届日期", null=True, blank=True, editable=False)
    ends_on = models.DateField(
        "应换届日期",
        editable=False,
        help_text="The day by which the next election is due, extensions included.",
    )
    # A running term has no day of ending; one that NULL cannot sort: the open terms lie together in the index of the list.
    is_running = models.BooleanField("是否本届", default=True, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["path", "id"], name="unions_term_path"),
            models.Index(fields=["is_running", "ends_on", "path"], name="unions_term_ends"),
            models.Index(fields=["ends_on", "path"], name="unions_term_due"),
            models.Index(fields=["years", "path", "id"], name="unions_term_years"),
            models.Index(fields=["committee", "path", "id"], name="unions_term_committee"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["union", "committee", "number"], name="unions_term_once"),
            models.CheckConstraint(condition=Q(years__in=[3, 5]), name="unions_term_years_lawful"),
            _in_order("elected_on", "ended_on", "unions_term_lasts"),
        ]

    def __str__(self) -> str:
        body = "" if self.committee == Committee.UNION else self.get_committee_display()
        return f"{self.union} {body}第{self.number}届"


class Post(Record):
    """That a person holds a post in a union's committee or office from one day until another."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="posts", verbose_name="工会")
    person = models.ForeignKey(Person, models.PROTECT, related_name="union_posts", verbose_name="任职人员")
    person_name = PrefixField("姓名", max_length=60, editable=False)  # copies: kit.copies
    person_pinyin = PrefixField("姓名拼音", max_length=160, blank=True, editable=False)
    committee = models.CharField(
        "所在机构", max_length=10, choices=Committee.choices, default=Committee.UNION
    )
    title = models.CharField("职务", max_length=10, choices=Title.choices)
    work_time = models.CharField("专兼职", max_length=8, choices=WorkTime.choices, default=WorkTime.PART)
    since_on = models.DateField("任职日期")
    until_on = models.DateField("免职日期", null=True, blank=True, help_text=UNTIL)
    is_social_worker = models.BooleanField("是否工会社会工作者", default=False)
    social_since_on = models.DateField("社会工作者起始日期", null=True, blank=True)
    social_until_on = models.DateField("社会工作者终止日期", null=True, blank=True, help_text=UNTIL)
    document_number = models.CharField("任免文号", max_length=60, blank=True)
    # NULL is like no other NULL: a post that was recorded twice and voided stands beside the one that holds.
    stands = models.BooleanField("在册", null=True, default=True, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["path", "id"], name="unions_post_path"),
            models.Index(fields=["committee", "path", "id"], name="unions_post_committee"),
            models.Index(fields=["title", "path", "id"], name="unions_post_title"),
            models.Index(fields=["work_time", "path", "id"], name="unions_post_time"),
            models.Index(fields=["is_social_worker", "path", "id"], name="unions_post_social"),
            models.Index(fields=["since_on"], name="unions_post_since"),
            models.Index(fields=["person_name", "path", "id", "voided_at"], name="unions_post_name"),
            models.Index(fields=["person_pinyin", "path", "id", "voided_at"], name="unions_post_pinyin"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["union", "person", "committee", "title", "since_on", "stands"],
                name="unions_post_once",
            ),
            _in_order("since_on", "until_on", "unions_post_lasts"),
            _in_order("social_since_on", "social_until_on", "unions_post_social_lasts"),
            models.CheckConstraint(
                condition=Q(is_social_worker=False) | Q(social_since_on__isnull=False),
                name="unions_post_social_since",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_title_display()}"


class Enterprise(Record):
    """One employer in which a union is or ought to be. What follows from the dated rows about it is kept beside, computed."""

    organization = models.OneToOneField(
        Organization, models.PROTECT, related_name="+", verbose_name="单位", editable=False
    )
    code = models.CharField("统一社会信用代码", max_length=18, unique=True)
    name = PrefixField("单位名称", max_length=120)
    pinyin = PrefixField("拼音", max_length=160, blank=True, editable=False)
    initials = PrefixField("拼音首字母", max_length=60, blank=True, editable=False)
    ownership = models.CharField("单位性质类别", max_length=3, choices=Ownership.choices)
    economic_type = models.CharField("经济类型", max_length=10, choices=EconomicType.choices, blank=True)
    industry = models.CharField("所属行业", max_length=3, blank=True, choices=industries.choices)
    address = models.CharField("单位地址", max_length=200, blank=True)
    opened_on = models.DateField("成立（登记）日期")
    # Computed from headcounts, operating states and coverages (`conditions`); deleted and rebuilt at will.
    status = models.CharField(
        "经营状态", max_length=12, choices=OperatingStatus.choices, blank=True, editable=False
    )
    staff = models.PositiveIntegerField("职工人数", null=True, blank=True, editable=False)
    counted_on = models.DateField("人数日期", null=True, blank=True, editable=False)
    most_staff = models.PositiveIntegerField("历来最多职工人数", default=0, editable=False)
    is_covered = models.BooleanField("是否建会", default=False, editable=False)
    course = models.JSONField(
        default=list,
        editable=False,
        help_text="[day, 1 when large and in operation, 1 when a union covers it too] for each day on which something was said.",
    )

    class Meta:
        indexes = [
            models.Index(fields=["path", "id"], name="unions_firm_path"),
            models.Index(fields=["ownership", "path", "id"], name="unions_firm_ownership"),
            models.Index(fields=["economic_type", "path", "id"], name="unions_firm_economy"),
            models.Index(fields=["industry", "path", "id"], name="unions_firm_industry"),
            models.Index(fields=["status", "path", "id"], name="unions_firm_status"),
            models.Index(fields=["is_covered", "path", "id"], name="unions_firm_covered"),
            models.Index(fields=["staff", "path"], name="unions_firm_staff"),
            models.Index(fields=["most_staff", "path"], name="unions_firm_most"),
            models.Index(fields=["name"], name="unions_firm_name"),
            models.Index(fields=["pinyin"], name="unions_firm_pinyin"),
            models.Index(fields=["initials"], name="unions_firm_initials"),
        ]

    def __str__(self) -> str:
        return self.name


class Operation(Record):
    """In which operating state a firm is from a day on, until the next row says otherwise."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="operations", verbose_name="单位")
    status = models.CharField("经营状态", max_length=12, choices=OperatingStatus.choices)
    since_on = models.DateField("起始日期")
    evidence = models.CharField("依据", max_length=120, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["path", "id"], name="unions_operation_path"),
            models.Index(fields=["status", "path", "id"], name="unions_operation_status"),
            models.Index(fields=["since_on"], name="unions_operation_since"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "since_on"], name="unions_operation_once")
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.get_status_display()}"


class Headcount(Record):
    """How many worked in a firm on a day. A part that nobody told is empty, not nought."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="headcounts", verbose_name="单位")
    as_of_on = models.DateField("日期")
    staff = models.PositiveIntegerField("职工人数")
    women = models.PositiveIntegerField("女职工人数", null=True, blank=True)
    migrant_workers = models.PositiveIntegerField("农民工人数", null=True, blank=True)
    dispatched = models.PositiveIntegerField("劳务派遣人数", null=True, blank=True)
    evidence = models.CharField("数据来源", max_length=120, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["path", "id"], name="unions_headcount_path"),
            models.Index(fields=["as_of_on"], name="unions_headcount_day"),
            models.Index(fields=["staff"], name="unions_headcount_staff"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "as_of_on"], name="unions_headcount_once"),
            models.CheckConstraint(
                condition=Q(women__isnull=True) | Q(women__lte=F("staff")), name="unions_headcount_women"
            ),
            models.CheckConstraint(
                condition=Q(migrant_workers__isnull=True) | Q(migrant_workers__lte=F("staff")),
                name="unions_headcount_migrant",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.as_of_on}"


class Coverage(Record):
    """That a union covers a firm from one day until another. A firm may have several; one is enough to be covered."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="coverages", verbose_name="工会")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="coverages", verbose_name="单位")
    kind = models.CharField("覆盖方式", max_length=10, choices=CoverageKind.choices)
    since_on = models.DateField("起始日期")
    until_on = models.DateField("终止日期", null=True, blank=True, help_text=UNTIL)

    class Meta:
        indexes = [
            models.Index(fields=["path", "id"], name="unions_coverage_path"),
            models.Index(fields=["kind", "path", "id"], name="unions_coverage_kind"),
            models.Index(fields=["enterprise", "since_on"], name="unions_coverage_firm"),
            models.Index(fields=["since_on"], name="unions_coverage_since"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["union", "enterprise", "since_on"], name="unions_coverage_once"),
            _in_order("since_on", "until_on", "unions_coverage_lasts"),
        ]

    def __str__(self) -> str:
        return f"{self.union} ⊇ {self.enterprise}"
