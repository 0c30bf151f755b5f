from django.db import migrations

import yunjiang.organizations.prefixes


class Migration(migrations.Migration):
    dependencies = [
        ("kit", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="changerequest",
            name="path",
            field=yunjiang.organizations.prefixes.PrefixField(max_length=255),
        ),
        migrations.AlterField(
            model_name="deadline",
            name="path",
            field=yunjiang.organizations.prefixes.PrefixField(max_length=255),
        ),
        migrations.AlterField(
            model_name="intakebatch",
            name="path",
            field=yunjiang.organizations.prefixes.PrefixField(db_index=True, max_length=255),
        ),
        migrations.AlterField(
            model_name="notice",
            name="path",
            field=yunjiang.organizations.prefixes.PrefixField(max_length=255),
        ),
    ]
