from django.db import models
from django.utils import timezone

from yunjiang.access.models import User
from yunjiang.organizations.prefixes import PrefixField
from yunjiang.permanence.models import WrittenOnce
from yunjiang.standards import code_tables


class Sex(models.TextChoices):
    """GB/T 2261.1-2003."""

    UNKNOWN = "0", "未知的性别"
    MALE = "1", "男"
    FEMALE = "2", "女"
    UNSTATED = "9", "未说明的性别"


class IdentityKind(models.TextChoices):
    """By which document a person is known."""

    RESIDENT = "resident", "居民身份证"
    RESIDENCE_PERMIT = "residence", "港澳台居民居住证"
    FOREIGN_PERMANENT = "foreign", "外国人永久居留身份证"
    PASSPORT = "passport", "护照"
    HONGKONG_MACAO = "hkmacao", "港澳居民来往内地通行证"
    TAIWAN = "taiwan", "台湾居民来往大陆通行证"


class Education(models.TextChoices):
    """The list of the unions' forms; GB/T 4658 codes of whole years of study."""

    DOCTOR = "11", "博士"
    MASTER = "14", "硕士"
    BACHELOR = "21", "本科"
    COLLEGE = "31", "大专"
    SECONDARY = "41", "中专"
    HIGH = "61", "高中"
    MIDDLE = "71", "初中"
    PRIMARY = "81", "小学及以下"


class PoliticalStatus(models.TextChoices):
    """GB/T 4762-1984."""

    PARTY = "01", "中共党员"
    PROBATIONARY = "02", "中共预备党员"
    LEAGUE = "03", "共青团员"
    RCCK = "04", "民革党员"
    CDL = "05", "民盟盟员"
    CNDCA = "06", "民建会员"
    CAPD = "07", "民进会员"
    CPWDP = "08", "农工党党员"
    ZHIGONG = "09", "致公党党员"
    JIUSAN = "10", "九三学社社员"
    TAIMENG = "11", "台盟盟员"
    INDEPENDENT = "12", "无党派人士"
    MASSES = "13", "群众"


class SkillLevel(models.TextChoices):
    """人社部发〔2022〕14号, and none."""

    NONE = "9", "无"
    APPRENTICE = "0", "学徒工"
    JUNIOR = "5", "初级工"
    INTERMEDIATE = "4", "中级工"
    SENIOR = "3", "高级工"
    TECHNICIAN = "2", "技师"
    SENIOR_TECHNICIAN = "1", "高级技师"
    SPECIAL = "T", "特级技师"
    CHIEF = "S", "首席技师"


class HouseholdKind(models.TextChoices):
    RURAL = "1", "农业户口"
    URBAN = "2", "非农业户口"


class Person(models.Model):
    """A natural person. What identifies is sealed; `identity_key` finds the person again and makes the number unique.

    Who was merged into another keeps the row and points there; who was erased keeps the row and nothing else.
    """

    name = PrefixField("姓名", max_length=60)
    pinyin = PrefixField("姓名拼音", max_length=160, blank=True, editable=False)
    initials = models.CharField("拼音首字母", max_length=40, blank=True, editable=False)
    sex = models.CharField("性别", max_length=1, choices=Sex.choices, default=Sex.UNKNOWN)
    birth_on = models.DateField("出生日期", null=True, blank=True)
    ethnic_group = models.CharField(
        "民族", max_length=2, blank=True, choices=code_tables.ethnic_choices
    )  # GB/T 3304-1991
    identity_kind = models.CharField("证件类别", max_length=10, choices=IdentityKind.choices, blank=True)
    identity = models.BinaryField(null=True, blank=True, editable=False, help_text="The number, sealed.")
    identity_key = models.BinaryField(max_length=32, unique=True, null=True, blank=True, editable=False)
    identity_mask = models.CharField("证件号码", max_length=24, blank=True, editable=False)
    phone = models.BinaryField(null=True, blank=True, editable=False, help_text="The number, sealed.")
    phone_key = models.BinaryField(max_length=32, null=True, blank=True, editable=False)
    phone_mask = models.CharField("移动电话", max_length=20, blank=True, editable=False)
    education = models.CharField("学历", max_length=2, choices=Education.choices, blank=True)
    political_status = models.CharField("政治面貌", max_length=2, choices=PoliticalStatus.choices, blank=True)
    skill_level = models.CharField("技术等级", max_length=1, choices=SkillLevel.choices, blank=True)
    household_kind = models.CharField("户籍类型", max_length=1, choices=HouseholdKind.choices, blank=True)
    household_place = models.CharField("户籍所在地", max_length=120, blank=True)
    native_place = models.CharField("籍贯", max_length=60, blank=True)
    is_migrant_worker = models.BooleanField("是否农民工", null=True, blank=True)
    confirmed_on = models.DateField(
        "最近核实日期",
        null=True,
        blank=True,
        editable=False,
        help_text="When somebody last said that all this is so.",
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", editable=False
    )
    restricted_at = models.DateTimeField(null=True, blank=True, editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [
            # None of names: registers find people by a copy of the name beside their own rows (registers.kit.copies).
            models.Index(fields=["phone_key"], name="person_phone"),
        ]

    def __str__(self) -> str:
        return self.name


class Merge(WrittenOnce):
    """That one record of a person was merged into another: what it held and what pointed to it, for taking it back."""

    kept = models.ForeignKey(Person, models.PROTECT, related_name="merges")
    merged = models.ForeignKey(Person, models.PROTECT, related_name="merges_away")
    before = models.BinaryField(help_text="Both records as they were and every row moved, sealed.")
    reason = models.CharField(max_length=400)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undoes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="undone_by")

    def __str__(self) -> str:
        return f"{self.merged_id}→{self.kept_id}"


class Likeness(models.TextChoices):
    EXACT = "exact", "证件号码相同"
    STRONG = "strong", "姓名、出生日期、电话相同"
    WEAK = "weak", "姓名与单位相同"


class CandidateState(models.TextChoices):
    OPEN = "open", "待处理"
    MERGED = "merged", "已合并"
    DIFFERENT = "different", "不是同一人"


class Candidate(models.Model):
    """Two records that may be one person, until somebody has decided; never decided by the machine."""

    first = models.ForeignKey(Person, models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, models.PROTECT, related_name="+")
    likeness = models.CharField(max_length=8, choices=Likeness.choices)
    path = models.CharField(
        max_length=255, db_index=True, help_text="The unit under which the second was met."
    )
    state = models.CharField(max_length=10, choices=CandidateState.choices, default=CandidateState.OPEN)
    found_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="candidate_once")]

    def __str__(self) -> str:
        return f"{self.first_id}?{self.second_id}"


class LegalBasis(models.TextChoices):
    """On what ground personal data is handled for a purpose: 个人信息保护法 §13."""

    CONSENT = "consent", "取得个人同意"
    CONTRACT = "contract", "订立、履行合同或人力资源管理所必需"
    DUTY = "duty", "履行法定职责或法定义务所必需"
    EMERGENCY = "emergency", "应对突发事件或紧急情况"
    DISCLOSED = "disclosed", "合理处理已公开信息"
    LAW = "law", "法律、行政法规规定的其他情形"


class Consent(WrittenOnce):
    """That a person agreed to a purpose, or withdrew: the newest row for person and purpose is what holds."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=40)
    is_given = models.BooleanField()
    text_version = models.CharField(max_length=20, help_text="Of the text that was shown.")
    how = models.CharField(max_length=60, help_text="On paper, on the phone, at the counter.")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["person", "purpose", "id"], name="consent_of")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.purpose}"


class Right(models.TextChoices):
    """What a person may ask: 个人信息保护法 §44-50."""

    ACCESS = "access", "查阅、复制"
    CORRECT = "correct", "更正、补充"
    RESTRICT = "restrict", "限制处理"
    ERASE = "erase", "删除"
    EXPLAIN = "explain", "解释说明"


class SubjectRequest(models.Model):
    """What a person asked about their own data, by when it is to be answered, and how it was."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="requests")
    right = models.CharField(max_length=10, choices=Right.choices)
    text = models.CharField(max_length=1000, blank=True)
    received_on = models.DateField()
    due_on = models.DateField(help_text="Fifteen working days after it came.")
    is_granted = models.BooleanField(null=True, blank=True)
    answer = models.CharField(max_length=1000, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.person_id} {self.right}"
