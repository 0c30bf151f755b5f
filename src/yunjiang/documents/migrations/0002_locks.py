from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from yunjiang.documents.kept import install_locks, remove_locks


def lock(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    install_locks(schema_editor.connection, "documents_document")


def unlock(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    remove_locks(schema_editor.connection, "documents_document")


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [migrations.RunPython(lock, unlock, elidable=False)]
