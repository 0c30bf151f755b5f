import django.db.models.deletion
import django.utils.timezone
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from yunjiang.permanence import locks

TABLES = ("kit_changeset", "kit_difference", "kit_step", "kit_announcement")


def lock(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table in TABLES:
        locks.install(schema_editor.connection, table)


def unlock(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table in TABLES:
        locks.remove(schema_editor.connection, table)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("files", "0001_initial"),
        ("organizations", "0003_days_off"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Announcement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(help_text="register.event", max_length=60)),
                ("register", models.CharField(max_length=40)),
                ("record", models.BigIntegerField()),
                ("facts", models.JSONField(default=dict)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Hearing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("listener", models.CharField(max_length=100, unique=True)),
                ("last", models.BigIntegerField(default=0)),
                ("failed", models.CharField(blank=True, max_length=400)),
            ],
        ),
        migrations.CreateModel(
            name="ChangeRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("register", models.CharField(max_length=40)),
                ("record", models.BigIntegerField()),
                ("path", models.CharField(max_length=255)),
                (
                    "revision",
                    models.PositiveIntegerField(help_text="The record's revision that the maker saw."),
                ),
                ("wanted", models.BinaryField(help_text="The fields and their new values, sealed.")),
                ("shown", models.JSONField(default=dict, help_text="The same with masks, for lists.")),
                ("reason", models.CharField(max_length=400)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "待审核"),
                            ("applied", "已生效"),
                            ("rejected", "未通过"),
                            ("cancelled", "已撤回"),
                        ],
                        default="pending",
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("answer", models.CharField(blank=True, max_length=400)),
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
                    "made_by",
                    models.ForeignKey(
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
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("register", models.CharField(max_length=40)),
                ("record", models.BigIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("attached_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "attached_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.keptfile"
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="kit.changerequest",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ChangeSet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("register", models.CharField(max_length=40)),
                (
                    "deed",
                    models.CharField(
                        choices=[
                            ("create", "登记"),
                            ("change", "修改"),
                            ("move", "办理"),
                            ("bulk", "批量修改"),
                            ("intake", "导入"),
                            ("undo", "撤销导入"),
                            ("request", "变更申请"),
                            ("merge", "合并"),
                            ("void", "作废"),
                            ("restore", "恢复"),
                            ("clock", "到期办理"),
                            ("effect", "联动"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("reason", models.CharField(blank=True, max_length=400)),
                ("request_id", models.CharField(blank=True, db_index=True, max_length=40)),
                ("record_count", models.PositiveIntegerField(default=1)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Deadline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("register", models.CharField(max_length=40)),
                ("record", models.BigIntegerField()),
                ("path", models.CharField(max_length=255)),
                ("state", models.CharField(max_length=20)),
                ("since_on", models.DateField()),
                ("due_on", models.DateField(db_index=True)),
                ("then", models.CharField(blank=True, max_length=40)),
                (
                    "refused",
                    models.CharField(
                        blank=True, help_text="Why the clock's own move could not be made.", max_length=400
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Difference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("register", models.CharField(max_length=40)),
                ("record", models.BigIntegerField()),
                ("revision", models.PositiveIntegerField(help_text="The record's revision afterwards.")),
                ("before", models.TextField(blank=True)),
                ("after", models.TextField(blank=True)),
                (
                    "change_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="differences",
                        to="kit.changeset",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ExtraField",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("register", models.CharField(max_length=40)),
                ("key", models.SlugField(max_length=30)),
                ("name", models.CharField(max_length=60)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "文字"),
                            ("number", "数字"),
                            ("day", "日期"),
                            ("choice", "选项"),
                            ("yes_no", "是否"),
                        ],
                        max_length=8,
                    ),
                ),
                ("choices", models.JSONField(default=list)),
                ("since_on", models.DateField()),
                ("until_on", models.DateField(blank=True, null=True)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IntakeBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("register", models.CharField(db_index=True, max_length=40)),
                ("path", models.CharField(db_index=True, max_length=255)),
                ("file_name", models.CharField(max_length=200)),
                ("sheet", models.CharField(blank=True, max_length=100)),
                (
                    "mapping",
                    models.JSONField(default=dict, help_text="Path of the record by heading of the sheet."),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "已接收"),
                            ("checked", "已校验"),
                            ("committed", "已入库"),
                            ("undone", "已撤销"),
                            ("dropped", "已放弃"),
                        ],
                        default="received",
                        max_length=10,
                    ),
                ),
                (
                    "on_conflict",
                    models.CharField(
                        default="change",
                        help_text="change, skip or refuse what is there already",
                        max_length=10,
                    ),
                ),
                ("row_count", models.PositiveIntegerField(default=0)),
                ("faulty_count", models.PositiveIntegerField(default=0)),
                ("duplicate_count", models.PositiveIntegerField(default=0)),
                ("created_count", models.PositiveIntegerField(default=0)),
                ("changed_count", models.PositiveIntegerField(default=0)),
                ("same_count", models.PositiveIntegerField(default=0)),
                (
                    "summary",
                    models.JSONField(
                        default=dict, help_text="Problems by sort with how many, shares of the stages."
                    ),
                ),
                ("received_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("committed_at", models.DateTimeField(blank=True, null=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.keptfile",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.keptfile"
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                    ),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="changeset",
            name="batch",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="change_sets",
                to="kit.intakebatch",
            ),
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("register", models.CharField(max_length=40)),
                ("record", models.BigIntegerField()),
                ("path", models.CharField(max_length=255)),
                ("title", models.CharField(max_length=120)),
                ("text", models.TextField(blank=True)),
                (
                    "where",
                    models.CharField(
                        help_text="Where it is posted up: address, board, paper.", max_length=200
                    ),
                ),
                ("opens_on", models.DateField()),
                ("working_days", models.PositiveSmallIntegerField()),
                ("closes_on", models.DateField(db_index=True, help_text="The last day of the notice.")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "公示中"),
                            ("extended", "延长公示"),
                            ("passed", "公示无异议"),
                            ("upheld", "异议成立"),
                            ("withdrawn", "中止公示"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("result", models.CharField(blank=True, max_length=400)),
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
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("sealed_person", models.BinaryField(blank=True, null=True)),
                ("received_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("is_upheld", models.BooleanField(blank=True, null=True)),
                ("answer", models.TextField(blank=True)),
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
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="kit.notice",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RememberedMapping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("register", models.CharField(max_length=40)),
                ("headings", models.CharField(help_text="SM3 of the sheet's headings.", max_length=64)),
                ("mapping", models.JSONField(default=dict)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("register", models.CharField(max_length=40)),
                ("record", models.BigIntegerField()),
                ("move", models.CharField(max_length=40)),
                ("source", models.CharField(max_length=20)),
                ("target", models.CharField(max_length=20)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("reason", models.CharField(blank=True, max_length=400)),
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
                    "change_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="kit.changeset"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="changerequest",
            index=models.Index(fields=["register", "record"], name="kit_request_of"),
        ),
        migrations.AddIndex(
            model_name="changerequest",
            index=models.Index(fields=["state", "path", "id"], name="kit_request_where"),
        ),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(fields=["register", "record"], name="kit_attachment_of"),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(fields=["path", "due_on"], name="kit_deadline_where"),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.UniqueConstraint(fields=("register", "record"), name="kit_deadline_once"),
        ),
        migrations.AddIndex(
            model_name="difference",
            index=models.Index(fields=["register", "record", "id"], name="kit_difference_of"),
        ),
        migrations.AddConstraint(
            model_name="extrafield",
            constraint=models.UniqueConstraint(
                fields=("register", "organization", "key"), name="kit_extra_once"
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["register", "record"], name="kit_notice_of"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_on__gte", models.F("opens_on"))), name="kit_notice_days_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="rememberedmapping",
            constraint=models.UniqueConstraint(
                fields=("register", "organization", "headings"), name="kit_mapping_once"
            ),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(fields=["register", "record", "id"], name="kit_step_of"),
        ),
        migrations.RunPython(lock, unlock, elidable=False),
    ]
