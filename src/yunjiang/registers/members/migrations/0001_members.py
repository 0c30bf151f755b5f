import django.db.models.deletion
import django.utils.timezone
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import yunjiang.organizations.prefixes
from yunjiang.permanence import locks

TABLE = "members_membershipevent"


def lock(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    locks.install(schema_editor.connection, TABLE)


def unlock(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    locks.remove(schema_editor.connection, TABLE)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kit", "0002_prefixes"),
        ("organizations", "0003_days_off"),
        ("persons", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Campaign",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("path", yunjiang.organizations.prefixes.PrefixField(db_index=True, max_length=255)),
                (
                    "before_on",
                    models.DateField(
                        help_text="Rows last confirmed before this day, or never, belong to the drive.",
                        verbose_name="核实日期早于",
                    ),
                ),
                ("since_on", models.DateField(verbose_name="开始日期")),
                ("until_on", models.DateField(help_text="The last day.", verbose_name="截止日期")),
                ("note", models.CharField(blank=True, max_length=400, verbose_name="说明")),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                        verbose_name="范围",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CampaignUnion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", yunjiang.organizations.prefixes.PrefixField(max_length=255)),
                ("row_count", models.PositiveIntegerField(default=0)),
                ("left_count", models.PositiveIntegerField(default=0)),
                ("counted_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unions",
                        to="members.campaign",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", yunjiang.organizations.prefixes.PrefixField(editable=False, max_length=255)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="登记时间"
                    ),
                ),
                (
                    "changed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="更新时间"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="作废时间"),
                ),
                (
                    "is_demonstration",
                    models.BooleanField(default=False, editable=False, verbose_name="演示数据"),
                ),
                (
                    "extra",
                    models.JSONField(blank=True, default=dict, editable=False, verbose_name="自定义项"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("applied", "申请"),
                            ("current", "在会"),
                            ("moving", "转出中"),
                            ("retained", "保留会籍"),
                            ("moved", "已转出"),
                            ("left", "退会"),
                            ("expelled", "除名"),
                            ("cancelled", "注销"),
                            ("refused", "未批准"),
                        ],
                        default="applied",
                        editable=False,
                        max_length=10,
                        verbose_name="会籍状态",
                    ),
                ),
                (
                    "entry",
                    models.CharField(
                        choices=[
                            ("enrolled", "入会"),
                            ("rejoined", "重新入会"),
                            ("transferred", "转入"),
                            ("followed", "随组织调整转入"),
                        ],
                        default="enrolled",
                        max_length=12,
                        verbose_name="进入方式",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("officer", "工会办理"), ("phone", "本人手机申请"), ("sheet", "采集表导入")],
                        default="officer",
                        max_length=8,
                        verbose_name="办理渠道",
                    ),
                ),
                ("applied_on", models.DateField(blank=True, null=True, verbose_name="申请日期")),
                (
                    "joined_on",
                    models.DateField(
                        blank=True,
                        help_text="加入工会的日期，转会不变；会籍自批准之日起。",
                        null=True,
                        verbose_name="入会日期",
                    ),
                ),
                (
                    "since_on",
                    models.DateField(
                        blank=True,
                        editable=False,
                        help_text="First day in this union; not before the union itself stands in the tree.",
                        null=True,
                        verbose_name="进入本会日期",
                    ),
                ),
                (
                    "ended_on",
                    models.DateField(
                        blank=True,
                        editable=False,
                        help_text="First day on which it no longer holds.",
                        null=True,
                        verbose_name="离开本会日期",
                    ),
                ),
                ("work_place", models.CharField(blank=True, max_length=120, verbose_name="工作单位（全称）")),
                (
                    "work_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("working", "在岗"),
                            ("waiting", "待（下）岗"),
                            ("unemployed", "失业"),
                            ("retired", "退休"),
                            ("resigned", "退职"),
                            ("early", "退养（内退）"),
                            ("sick", "病休"),
                            ("other", "其他"),
                        ],
                        max_length=10,
                        verbose_name="就业状况",
                    ),
                ),
                (
                    "new_form_job",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("trucker", "货车司机"),
                            ("ride_driver", "网约车司机"),
                            ("courier", "快递员"),
                            ("food_rider", "外卖配送员"),
                            ("carer", "护工护理员"),
                            ("housekeeper", "家政服务员"),
                            ("mall", "商场信息员"),
                            ("estate_agent", "房产中介员"),
                            ("guard", "保安员"),
                            ("other", "其他新就业形态"),
                        ],
                        max_length=12,
                        verbose_name="新就业形态职业",
                    ),
                ),
                ("card_number", models.CharField(blank=True, max_length=30, verbose_name="会员卡号")),
                (
                    "unread",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        editable=False,
                        help_text="What a sheet said that stands in no list, by field, as it was written.",
                        verbose_name="未能识别的填写",
                    ),
                ),
                ("missing", models.PositiveIntegerField(default=0, editable=False)),
                ("faults", models.PositiveIntegerField(default=0, editable=False)),
                ("is_complete", models.BooleanField(default=False, editable=False, verbose_name="信息完整")),
                ("is_valid", models.BooleanField(default=False, editable=False, verbose_name="信息有效")),
                ("is_unique", models.BooleanField(default=True, editable=False, verbose_name="无重复")),
                (
                    "confirmed_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="核实日期"),
                ),
                (
                    "quality",
                    models.CharField(
                        choices=[
                            ("qualified", "合格"),
                            ("incomplete", "缺项"),
                            ("invalid", "有误"),
                            ("duplicate", "疑似重复"),
                            ("stale", "逾期未核实"),
                            ("none", "不考核"),
                        ],
                        default="none",
                        editable=False,
                        help_text="As of the last night or the last change.",
                        max_length=10,
                        verbose_name="信息质量",
                    ),
                ),
                (
                    "qualified_from",
                    models.DateField(
                        blank=True,
                        editable=False,
                        help_text="First day of the stretch in which it is qualified.",
                        null=True,
                    ),
                ),
                (
                    "qualified_until",
                    models.DateField(
                        blank=True, editable=False, help_text="First day on which it no longer is.", null=True
                    ),
                ),
                (
                    "qualified_before",
                    models.JSONField(
                        blank=True,
                        default=list,
                        editable=False,
                        help_text="Earlier stretches: pairs of days.",
                    ),
                ),
                (
                    "phases",
                    models.JSONField(
                        blank=True,
                        default=list,
                        editable=False,
                        help_text="Days on which it began to be retained or active: pairs of day and word; from the start active.",
                    ),
                ),
                (
                    "current_person",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="current_membership",
                        to="persons.person",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                        verbose_name="用人单位",
                    ),
                ),
                (
                    "heading_to",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="Where it is going while it is moving.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                        verbose_name="拟转入工会",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                        verbose_name="所属单位",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="persons.person",
                        verbose_name="会员",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MembershipEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("applied", "申请入会"),
                            ("joined", "入会"),
                            ("refused", "不予批准"),
                            ("sent", "申请转出"),
                            ("moved_out", "转出"),
                            ("moved_in", "转入"),
                            ("stayed", "转会终止"),
                            ("retained", "保留"),
                            ("restored", "恢复"),
                            ("left", "退会"),
                            ("expelled", "除名"),
                            ("cancelled", "注销"),
                            ("corrected", "更正"),
                        ],
                        max_length=10,
                    ),
                ),
                ("happened_on", models.DateField()),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("work", "劳动（工作）关系发生变化"),
                            ("waiting", "在本单位下岗后待岗"),
                            ("unemployed", "失业"),
                            ("bankrupt", "所在企业破产"),
                            ("own_wish", "个人要求退会"),
                            ("crime", "因犯罪被开除会籍"),
                            ("retired", "退休"),
                            ("re_employed", "重新就业"),
                            ("discipline", "严重违反工会章程"),
                            ("death", "死亡"),
                            ("duplicate", "重复登记"),
                            ("union_changed", "工会合并、分立或撤销"),
                            ("taken_back", "撤销导入"),
                            ("other", "其他"),
                        ],
                        max_length=14,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=400)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "change_set",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kit.changeset",
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="members.membership",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        help_text="The union left.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        db_index=False,
                        help_text="The union entered.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", yunjiang.organizations.prefixes.PrefixField(db_index=True, max_length=255)),
                ("member_count", models.PositiveIntegerField(default=0)),
                ("qualified_count", models.PositiveIntegerField(default=0)),
                ("incomplete_count", models.PositiveIntegerField(default=0)),
                ("invalid_count", models.PositiveIntegerField(default=0)),
                ("duplicate_count", models.PositiveIntegerField(default=0)),
                ("stale_count", models.PositiveIntegerField(default=0)),
                (
                    "missing",
                    models.JSONField(default=dict, help_text="How many records lack a field, by field."),
                ),
                (
                    "faults",
                    models.JSONField(default=dict, help_text="How many records have a fault, by fault."),
                ),
                ("counted_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "organization",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source_path", yunjiang.organizations.prefixes.PrefixField(max_length=255)),
                ("target_path", yunjiang.organizations.prefixes.PrefixField(max_length=255)),
                (
                    "starter",
                    models.CharField(
                        choices=[
                            ("worker", "本人申请"),
                            ("source", "转出工会发起"),
                            ("target", "转入工会发起"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "state_before",
                    models.CharField(
                        choices=[
                            ("applied", "申请"),
                            ("current", "在会"),
                            ("moving", "转出中"),
                            ("retained", "保留会籍"),
                            ("moved", "已转出"),
                            ("left", "退会"),
                            ("expelled", "除名"),
                            ("cancelled", "注销"),
                            ("refused", "未批准"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "待接收"),
                            ("accepted", "已接收"),
                            ("lapsed", "逾期自动接收"),
                            ("refused", "不予接收"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("started_on", models.DateField()),
                (
                    "due_on",
                    models.DateField(
                        help_text="The last day for an answer; the day after, the clock accepts."
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("work", "劳动（工作）关系发生变化"),
                            ("waiting", "在本单位下岗后待岗"),
                            ("unemployed", "失业"),
                            ("bankrupt", "所在企业破产"),
                            ("own_wish", "个人要求退会"),
                            ("crime", "因犯罪被开除会籍"),
                            ("retired", "退休"),
                            ("re_employed", "重新就业"),
                            ("discipline", "严重违反工会章程"),
                            ("death", "死亡"),
                            ("duplicate", "重复登记"),
                            ("union_changed", "工会合并、分立或撤销"),
                            ("taken_back", "撤销导入"),
                            ("other", "其他"),
                        ],
                        default="work",
                        max_length=14,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=400)),
                (
                    "work_place",
                    models.CharField(
                        blank=True, help_text="Where the person works from now on.", max_length=120
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("answer", models.CharField(blank=True, max_length=400)),
                (
                    "arrived",
                    models.OneToOneField(
                        blank=True,
                        help_text="The row in the union entered.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="came_by",
                        to="members.membership",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        help_text="The row in the union left.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="members.membership",
                    ),
                ),
                (
                    "open_membership",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="open_transfer",
                        to="members.membership",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_on__gte", models.F("since_on"))), name="campaign_days_in_order"
            ),
        ),
        migrations.AddIndex(
            model_name="campaignunion",
            index=models.Index(fields=["campaign", "path"], name="campaign_union_path"),
        ),
        migrations.AddConstraint(
            model_name="campaignunion",
            constraint=models.UniqueConstraint(
                fields=("campaign", "organization"), name="campaign_union_once"
            ),
        ),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(fields=["path", "id"], name="member_path"),
        ),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(fields=["state", "path", "id"], name="member_state"),
        ),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(fields=["quality", "path", "id"], name="member_quality"),
        ),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(fields=["new_form_job", "path", "id"], name="member_new_form"),
        ),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(fields=["card_number"], name="member_card"),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("current_person__isnull", True), ("current_person", models.F("person")), _connector="OR"
                ),
                name="member_current_is_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("current_person__isnull", True), ("voided_at__isnull", False)),
                    models.Q(
                        ("current_person__isnull", False),
                        ("state__in", ("applied", "current", "moving", "retained")),
                        ("voided_at__isnull", True),
                    ),
                    models.Q(
                        ("current_person__isnull", True),
                        models.Q(("state__in", ("applied", "current", "moving", "retained")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="member_current_while_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_on__isnull", True), ("ended_on__gte", models.F("since_on")), _connector="OR"
                ),
                name="member_days_in_order",
            ),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(fields=["state", "target_path", "id"], name="transfer_in"),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(fields=["state", "source_path", "id"], name="transfer_out"),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(fields=["state", "due_on"], name="transfer_due"),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("open_membership", models.F("membership")), ("state", "open")),
                    models.Q(models.Q(("state", "open"), _negated=True), ("open_membership__isnull", True)),
                    _connector="OR",
                ),
                name="transfer_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", models.F("target")), _negated=True),
                name="transfer_goes_elsewhere",
            ),
        ),
        migrations.RunPython(lock, unlock, elidable=False),
    ]
