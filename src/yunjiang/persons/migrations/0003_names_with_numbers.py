from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("persons", "0002_names_by_their_beginning"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="person",
            name="person_name_birth",
        ),
        migrations.RemoveIndex(
            model_name="person",
            name="person_pinyin",
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["name", "id"], name="person_name"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["pinyin", "id"], name="person_pinyin"),
        ),
    ]
