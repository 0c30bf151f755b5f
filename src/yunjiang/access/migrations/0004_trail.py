import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from yunjiang.permanence import locks


def begin(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the one row that numbers records."""
    apps.get_model("access", "TrailHead").objects.get_or_create(pk=1)


def lock(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    locks.install(schema_editor.connection, "access_auditrecord")
    locks.install(schema_editor.connection, "access_trailhead", may_change=True)


def unlock(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table in ("access_auditrecord", "access_trailhead"):
        locks.remove(schema_editor.connection, table)


class Migration(migrations.Migration):
    dependencies = [("access", "0003_people"), ("organizations", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="TrailHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveBigIntegerField(default=0)),
                ("recorded_at", models.DateTimeField(null=True)),
                ("digest", models.BinaryField(default=bytes(32), max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name="AuditRecord",
            fields=[
                ("position", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("recorded_at", models.DateTimeField(db_index=True, help_text="Never falls.")),
                (
                    "name",
                    models.CharField(
                        help_text="The person's name then, or what acted for nobody signed in.",
                        max_length=150,
                    ),
                ),
                ("workplace", models.CharField(blank=True, max_length=200)),
                ("ip", models.CharField(blank=True, max_length=45)),
                ("user_agent", models.CharField(blank=True, max_length=300)),
                ("request_id", models.CharField(blank=True, max_length=64)),
                ("action", models.CharField(help_text="room.verb", max_length=64)),
                (
                    "subject",
                    models.CharField(
                        blank=True, help_text="kind:key of what it was done to.", max_length=200
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[("done", "已完成"), ("refused", "被拒绝"), ("failed", "出错未成")],
                        max_length=8,
                    ),
                ),
                ("facts", models.TextField(blank=True)),
                ("before", models.TextField(blank=True)),
                ("after", models.TextField(blank=True)),
                (
                    "digest",
                    models.BinaryField(
                        help_text="HMAC-SM3 over the digest before it and its own text.", max_length=32
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-position"],
                "indexes": [
                    models.Index(fields=["user", "position"], name="audit_by_user"),
                    models.Index(fields=["action", "position"], name="audit_by_action"),
                    models.Index(fields=["subject", "position"], name="audit_by_subject"),
                    models.Index(fields=["organization", "position"], name="audit_by_organization"),
                ],
            },
        ),
        migrations.RunPython(begin, migrations.RunPython.noop, elidable=False),
        migrations.RunPython(lock, unlock, elidable=False),
    ]
