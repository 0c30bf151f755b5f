from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from yunjiang.permanence import locks


def lock(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    locks.install(schema_editor.connection, "documents_document")


def unlock(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    locks.remove(schema_editor.connection, "documents_document")


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [migrations.RunPython(lock, unlock, elidable=False)]
