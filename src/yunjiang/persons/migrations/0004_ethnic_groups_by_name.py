from django.db import migrations, models

from yunjiang.standards import code_tables


class Migration(migrations.Migration):
    dependencies = [
        ("persons", "0003_names_with_numbers"),
    ]

    operations = [
        migrations.AlterField(
            model_name="person",
            name="ethnic_group",
            field=models.CharField("民族", blank=True, choices=code_tables.ethnic_choices, max_length=2),
        ),
    ]
