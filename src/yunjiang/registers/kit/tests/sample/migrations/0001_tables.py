"""The sample's tables, made from its models as they are now: it is tried, not kept, and has no history."""

from django.apps import apps as installed
from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def make(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for model in installed.get_app_config("sample").get_models():
        schema_editor.create_model(model)


class Migration(migrations.Migration):
    dependencies = [("kit", "0001_initial"), ("persons", "0001_initial")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
