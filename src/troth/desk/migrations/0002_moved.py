"""The wording of answers moves to the room that sends them: only its table's name changes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_answer_templates")]

    operations = [
        migrations.AlterModelTable("AnswerTemplate", "requests_answertemplate"),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel("AnswerTemplate")]
        ),
    ]
