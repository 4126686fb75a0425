# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations, models
from django.db.models.functions import Now, TruncDate


class Migration(migrations.Migration):
    dependencies = [("safety", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="assessment",
            name="answer_by",
            field=models.DateField(
                db_default=TruncDate(Now()), help_text="The last day an answer is waited for without asking again."
            ),
        ),
        migrations.AlterField(
            model_name="assessment",
            name="answer_by",
            field=models.DateField(help_text="The last day an answer is waited for without asking again."),
        ),
        migrations.AddField(
            model_name="assessment",
            name="raised_at",
            field=models.DateTimeField(help_text="When it was raised that the day had passed.", null=True),
        ),
        migrations.AddIndex(
            model_name="assessment",
            index=models.Index(
                condition=models.Q(("raised_at__isnull", True), ("state", "asked")),
                fields=["answer_by"],
                name="safety_assessment_by_day",
            ),
        ),
    ]
