from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from yunjiang.ledger import locks


def open_ledger(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the one row that numbers batches."""
    apps.get_model("ledger", "Head").objects.get_or_create(pk=1)


def lock(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    locks.install(schema_editor.connection)


def unlock(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    locks.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_rewritings")]

    operations = [
        migrations.RunPython(open_ledger, migrations.RunPython.noop, elidable=False),
        migrations.RunPython(lock, unlock, elidable=False),
    ]
