from django.db import migrations, models
from django.db.models import OuterRef, Subquery

import yunjiang.organizations.prefixes


def copy_names(apps, schema_editor):
    """Set the names of the posts that are there; what comes later is the kit's (kit.copies)."""
    posts = apps.get_model("unions", "Post").objects.using(schema_editor.connection.alias)
    person = apps.get_model("persons", "Person").objects.filter(pk=OuterRef("person_id"))
    posts.update(person_name=Subquery(person.values("name")), person_pinyin=Subquery(person.values("pinyin")))


class Migration(migrations.Migration):
    dependencies = [
        ("unions", "0003_industries_by_name"),
        ("persons", "0003_names_with_numbers"),
    ]

    operations = [
        migrations.AddField(
            model_name="post",
            name="person_name",
            field=yunjiang.organizations.prefixes.PrefixField(
                default="", editable=False, max_length=60, verbose_name="姓名"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="post",
            name="person_pinyin",
            field=yunjiang.organizations.prefixes.PrefixField(
                blank=True, default="", editable=False, max_length=160, verbose_name="姓名拼音"
            ),
            preserve_default=False,
        ),
        migrations.RunPython(copy_names, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(fields=["person_name", "path", "id", "voided_at"], name="unions_post_name"),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                fields=["person_pinyin", "path", "id", "voided_at"], name="unions_post_pinyin"
            ),
        ),
    ]
