from django.db import migrations, models


def widen(apps, schema_editor):
    """Let courses of one number say so of nobody's sex; computed again from the posts they tell it."""
    unions = apps.get_model("unions", "Union")
    changed = []
    for union in unions.objects.exclude(social_course=[]).iterator(chunk_size=2_000):
        union.social_course = [[*each, 0, 0][:4] for each in union.social_course]
        changed.append(union)
    unions.objects.bulk_update(changed, ["social_course"], batch_size=200)


class Migration(migrations.Migration):
    dependencies = [
        ("unions", "0004_names_beside"),
    ]

    operations = [
        migrations.AlterField(
            model_name="union",
            name="social_course",
            field=models.JSONField(
                blank=True,
                default=list,
                editable=False,
                help_text="[day, all, men, women]: how many union social workers from that day on. Computed from posts.",
            ),
        ),
        migrations.RunPython(widen, migrations.RunPython.noop),
    ]
