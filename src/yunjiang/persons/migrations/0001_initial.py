import django.db.models.deletion
import django.utils.timezone
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from yunjiang.permanence import locks

TABLES = ("persons_merge", "persons_consent")


def lock(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table in TABLES:
        locks.install(schema_editor.connection, table)


def unlock(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table in TABLES:
        locks.remove(schema_editor.connection, table)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="姓名")),
                (
                    "pinyin",
                    models.CharField(blank=True, editable=False, max_length=160, verbose_name="姓名拼音"),
                ),
                (
                    "initials",
                    models.CharField(blank=True, editable=False, max_length=40, verbose_name="拼音首字母"),
                ),
                (
                    "sex",
                    models.CharField(
                        choices=[("0", "未知的性别"), ("1", "男"), ("2", "女"), ("9", "未说明的性别")],
                        default="0",
                        max_length=1,
                        verbose_name="性别",
                    ),
                ),
                ("birth_on", models.DateField(blank=True, null=True, verbose_name="出生日期")),
                (
                    "ethnic_group",
                    models.CharField(
                        blank=True, help_text="GB/T 3304-1991.", max_length=2, verbose_name="民族"
                    ),
                ),
                (
                    "identity_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("resident", "居民身份证"),
                            ("residence", "港澳台居民居住证"),
                            ("foreign", "外国人永久居留身份证"),
                            ("passport", "护照"),
                            ("hkmacao", "港澳居民来往内地通行证"),
                            ("taiwan", "台湾居民来往大陆通行证"),
                        ],
                        max_length=10,
                        verbose_name="证件类别",
                    ),
                ),
                ("identity", models.BinaryField(blank=True, help_text="The number, sealed.", null=True)),
                ("identity_key", models.BinaryField(blank=True, max_length=32, null=True, unique=True)),
                (
                    "identity_mask",
                    models.CharField(blank=True, editable=False, max_length=24, verbose_name="证件号码"),
                ),
                ("phone", models.BinaryField(blank=True, help_text="The number, sealed.", null=True)),
                ("phone_key", models.BinaryField(blank=True, max_length=32, null=True)),
                (
                    "phone_mask",
                    models.CharField(blank=True, editable=False, max_length=20, verbose_name="移动电话"),
                ),
                (
                    "education",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("11", "博士"),
                            ("14", "硕士"),
                            ("21", "本科"),
                            ("31", "大专"),
                            ("41", "中专"),
                            ("61", "高中"),
                            ("71", "初中"),
                            ("81", "小学及以下"),
                        ],
                        max_length=2,
                        verbose_name="学历",
                    ),
                ),
                (
                    "political_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("01", "中共党员"),
                            ("02", "中共预备党员"),
                            ("03", "共青团员"),
                            ("04", "民革党员"),
                            ("05", "民盟盟员"),
                            ("06", "民建会员"),
                            ("07", "民进会员"),
                            ("08", "农工党党员"),
                            ("09", "致公党党员"),
                            ("10", "九三学社社员"),
                            ("11", "台盟盟员"),
                            ("12", "无党派人士"),
                            ("13", "群众"),
                        ],
                        max_length=2,
                        verbose_name="政治面貌",
                    ),
                ),
                (
                    "skill_level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("9", "无"),
                            ("0", "学徒工"),
                            ("5", "初级工"),
                            ("4", "中级工"),
                            ("3", "高级工"),
                            ("2", "技师"),
                            ("1", "高级技师"),
                            ("T", "特级技师"),
                            ("S", "首席技师"),
                        ],
                        max_length=1,
                        verbose_name="技术等级",
                    ),
                ),
                (
                    "household_kind",
                    models.CharField(
                        blank=True,
                        choices=[("1", "农业户口"), ("2", "非农业户口")],
                        max_length=1,
                        verbose_name="户籍类型",
                    ),
                ),
                ("household_place", models.CharField(blank=True, max_length=120, verbose_name="户籍所在地")),
                ("native_place", models.CharField(blank=True, max_length=60, verbose_name="籍贯")),
                ("is_migrant_worker", models.BooleanField(blank=True, null=True, verbose_name="是否农民工")),
                (
                    "confirmed_on",
                    models.DateField(
                        blank=True,
                        editable=False,
                        help_text="When somebody last said that all this is so.",
                        null=True,
                        verbose_name="最近核实日期",
                    ),
                ),
                ("restricted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("erased_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="persons.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "before",
                    models.BinaryField(help_text="Both records as they were and every row moved, sealed."),
                ),
                ("reason", models.CharField(max_length=400)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undoes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="persons.merge",
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges",
                        to="persons.person",
                    ),
                ),
                (
                    "merged",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges_away",
                        to="persons.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("purpose", models.CharField(max_length=40)),
                ("is_given", models.BooleanField()),
                ("text_version", models.CharField(help_text="Of the text that was shown.", max_length=20)),
                ("how", models.CharField(help_text="On paper, on the phone, at the counter.", max_length=60)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="persons.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "likeness",
                    models.CharField(
                        choices=[
                            ("exact", "证件号码相同"),
                            ("strong", "姓名、出生日期、电话相同"),
                            ("weak", "姓名与单位相同"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "path",
                    models.CharField(
                        db_index=True, help_text="The unit under which the second was met.", max_length=255
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "待处理"), ("merged", "已合并"), ("different", "不是同一人")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("found_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=400)),
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
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="persons.person"
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="persons.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SubjectRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "right",
                    models.CharField(
                        choices=[
                            ("access", "查阅、复制"),
                            ("correct", "更正、补充"),
                            ("restrict", "限制处理"),
                            ("erase", "删除"),
                            ("explain", "解释说明"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=1000)),
                ("received_on", models.DateField()),
                ("due_on", models.DateField(help_text="Fifteen working days after it came.")),
                ("is_granted", models.BooleanField(blank=True, null=True)),
                ("answer", models.CharField(blank=True, max_length=1000)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="persons.person",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["name", "birth_on"], name="person_name_birth"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["pinyin"], name="person_pinyin"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["phone_key"], name="person_phone"),
        ),
        migrations.AddIndex(
            model_name="consent",
            index=models.Index(fields=["person", "purpose", "id"], name="consent_of"),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.UniqueConstraint(fields=("first", "second"), name="candidate_once"),
        ),
        migrations.RunPython(lock, unlock, elidable=False),
    ]
