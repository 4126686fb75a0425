# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tally", "0003_support"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="fact",
            name="tally_counts_known_deeds",
        ),
        migrations.AlterField(
            model_name="fact",
            name="what",
            field=models.CharField(
                choices=[
                    ("contact", "contact"),
                    ("wrote_again", "wrote_again"),
                    ("answer", "answer"),
                    ("first_answer", "first_answer"),
                    ("late_answer", "late_answer"),
                    ("escalated", "escalated"),
                    ("passed", "passed"),
                    ("closed", "closed"),
                    ("closed_by_relative", "closed_by_relative"),
                    ("reopened", "reopened"),
                    ("erased", "erased"),
                    ("incident_opened", "incident_opened"),
                    ("incident_closed", "incident_closed"),
                    ("family_reached", "family_reached"),
                    ("checkpoint_done", "checkpoint_done"),
                    ("checkpoint_late", "checkpoint_late"),
                    ("noticed", "noticed"),
                    ("offered", "offered"),
                    ("support_opened", "support_opened"),
                    ("support_closed", "support_closed"),
                    ("support_late", "support_late"),
                    ("talk_held", "talk_held"),
                    ("service_wanted", "service_wanted"),
                    ("service_declined", "service_declined"),
                    ("how_to_apply", "how_to_apply"),
                    ("children_asked", "children_asked"),
                    ("group_held", "group_held"),
                    ("outreach", "outreach"),
                    ("followed_up", "followed_up"),
                    ("follow_up_late", "follow_up_late"),
                    ("long_follow_up", "long_follow_up"),
                    ("feedback_asked", "feedback_asked"),
                    ("feedback_answered", "feedback_answered"),
                    ("feedback_helped", "feedback_helped"),
                    ("feedback_not_helped", "feedback_not_helped"),
                    ("proof_of_contact", "proof_of_contact"),
                ],
                help_text="What.",
                max_length=30,
            ),
        ),
        migrations.AddConstraint(
            model_name="fact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "what__in",
                        [
                            "contact",
                            "wrote_again",
                            "answer",
                            "first_answer",
                            "late_answer",
                            "escalated",
                            "passed",
                            "closed",
                            "closed_by_relative",
                            "reopened",
                            "erased",
                            "incident_opened",
                            "incident_closed",
                            "family_reached",
                            "checkpoint_done",
                            "checkpoint_late",
                            "noticed",
                            "offered",
                            "support_opened",
                            "support_closed",
                            "support_late",
                            "talk_held",
                            "service_wanted",
                            "service_declined",
                            "how_to_apply",
                            "children_asked",
                            "group_held",
                            "outreach",
                            "followed_up",
                            "follow_up_late",
                            "long_follow_up",
                            "feedback_asked",
                            "feedback_answered",
                            "feedback_helped",
                            "feedback_not_helped",
                            "proof_of_contact",
                        ],
                    )
                ),
                name="tally_counts_known_deeds",
            ),
        ),
    ]
