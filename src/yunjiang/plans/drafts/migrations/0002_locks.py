from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from yunjiang.permanence import locks


def lock(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    connection = schema_editor.connection
    locks.install(connection, "drafts_draft", until="ended_at")
    locks.install(connection, "drafts_draftitem", until="closed_at")
    locks.install(connection, "drafts_itemdecision", fills=["undone_at"])
    locks.install(connection, "drafts_example")


def unlock(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table in ("drafts_draft", "drafts_draftitem", "drafts_itemdecision", "drafts_example"):
        locks.remove(schema_editor.connection, table)


class Migration(migrations.Migration):
    dependencies = [("drafts", "0001_tables")]

    operations = [
        migrations.AddField(
            model_name="draftitem",
            name="closed_at",
            field=models.DateTimeField(
                blank=True, help_text="With its draft; nothing changes after.", null=True
            ),
        ),
        migrations.RunPython(lock, unlock, elidable=False),
    ]
