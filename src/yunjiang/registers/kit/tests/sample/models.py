from django.core.validators import MinValueValidator
from django.db import models

from yunjiang.organizations.prefixes import PrefixField
from yunjiang.registers.kit.models import Record


class Sort(models.TextChoices):
    READING = "reading", "职工书屋"
    SPORT = "sport", "健身场所"
    REST = "rest", "户外劳动者服务站"


class State(models.TextChoices):
    DRAFT = "draft", "草稿"
    FILED = "filed", "已申报"
    OPEN = "open", "已启用"
    CLOSED = "closed", "已关闭"


class Place(Record):
    """A place that a union keeps for workers: enough of everything to try the kit on."""

    number = models.CharField("编号", max_length=20, unique=True)
    name = PrefixField("名称", max_length=60)
    sort = models.CharField("类别", max_length=10, choices=Sort.choices)
    opened_on = models.DateField("启用日期", null=True, blank=True)
    closed_on = models.DateField("关闭日期", null=True, blank=True)
    seats = models.PositiveIntegerField("座位数", default=0)
    cost = models.DecimalField(
        "投入资金（元）",
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    is_free = models.BooleanField("是否免费", null=True, blank=True)
    keeper_phone = models.CharField("管理员电话", max_length=20, blank=True)
    note = models.TextField("备注", blank=True)
    # Sealed where a test says so.
    door_code = models.BinaryField(null=True, blank=True, editable=False)
    door_code_key = models.BinaryField(max_length=32, null=True, blank=True, editable=False)
    door_code_mask = models.CharField("门禁密码", max_length=20, blank=True, editable=False)
    state = models.CharField(
        "状态", max_length=10, choices=State.choices, default=State.DRAFT, editable=False
    )

    class Meta:
        indexes = [
            models.Index(fields=["path", "id"], name="sample_place_path"),
            models.Index(fields=["sort", "path", "id"], name="sample_place_sort"),
            models.Index(fields=["state", "path", "id"], name="sample_place_state"),
            models.Index(fields=["opened_on"], name="sample_place_opened"),
            models.Index(fields=["name"], name="sample_place_name"),
        ]

    def __str__(self) -> str:
        return self.name
