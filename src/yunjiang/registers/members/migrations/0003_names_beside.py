import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery

import yunjiang.organizations.prefixes


def copy_names(apps, schema_editor):
    """Set the names of the memberships that are there, some at a time; what comes later is the kit's (kit.copies)."""
    memberships = apps.get_model("members", "Membership").objects.using(schema_editor.connection.alias)
    person = apps.get_model("persons", "Person").objects.filter(pk=OuterRef("person_id"))
    last = memberships.order_by("-pk").values_list("pk", flat=True).first() or 0
    for first in range(0, last, 100_000):
        memberships.filter(pk__gt=first, pk__lte=first + 100_000).update(
            person_name=Subquery(person.values("name")), person_pinyin=Subquery(person.values("pinyin"))
        )


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0002_members_by_person"),
        ("persons", "0003_names_with_numbers"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="membership", name="member_path"),
        migrations.RemoveIndex(model_name="membership", name="member_state"),
        migrations.RemoveIndex(model_name="membership", name="member_quality"),
        migrations.RemoveIndex(model_name="membership", name="member_new_form"),
        migrations.RemoveIndex(model_name="membership", name="member_person"),
        migrations.AddField(
            model_name="membership",
            name="person_name",
            field=yunjiang.organizations.prefixes.PrefixField(
                default="", editable=False, max_length=60, verbose_name="姓名"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="membership",
            name="person_pinyin",
            field=yunjiang.organizations.prefixes.PrefixField(
                blank=True, default="", editable=False, max_length=160, verbose_name="姓名拼音"
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="membership",
            name="person",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="memberships",
                to="persons.person",
                verbose_name="会员",
            ),
        ),
        migrations.RunPython(copy_names, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(
                fields=[
                    "path", "id", "voided_at", "state", "quality", "new_form_job", "person_name", "person_pinyin"
                ],
                name="member_path",
            ),
        ),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(
                fields=["state", "path", "id", "voided_at", "quality", "new_form_job"], name="member_state"
            ),
        ),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(
                fields=["quality", "path", "id", "voided_at", "state", "new_form_job"], name="member_quality"
            ),
        ),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(
                fields=["new_form_job", "path", "id", "voided_at", "state", "quality"], name="member_new_form"
            ),
        ),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(
                fields=["person_name", "path", "id", "voided_at", "state", "quality", "new_form_job"],
                name="member_name",
            ),
        ),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(
                fields=["person_pinyin", "path", "id", "voided_at", "state", "quality", "new_form_job"],
                name="member_pinyin",
            ),
        ),
    ]  # fmt: skip
