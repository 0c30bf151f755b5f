from django.db import migrations

import yunjiang.organizations.prefixes


class Migration(migrations.Migration):
    dependencies = [
        ("persons", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="person",
            name="name",
            field=yunjiang.organizations.prefixes.PrefixField(max_length=60, verbose_name="姓名"),
        ),
        migrations.AlterField(
            model_name="person",
            name="pinyin",
            field=yunjiang.organizations.prefixes.PrefixField(
                blank=True, editable=False, max_length=160, verbose_name="姓名拼音"
            ),
        ),
    ]
