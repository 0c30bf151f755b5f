from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("persons", "0004_ethnic_groups_by_name"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="person", name="person_name"),
        migrations.RemoveIndex(model_name="person", name="person_pinyin"),
    ]
