from django.db import migrations, models

from yunjiang.standards import industries


class Migration(migrations.Migration):
    dependencies = [
        ("unions", "0002_social_course"),
    ]

    operations = [
        migrations.AlterField(
            model_name="enterprise",
            name="industry",
            field=models.CharField("所属行业", blank=True, choices=industries.choices, max_length=3),
        ),
    ]
