"""Engagement before the tender: who is asked what, what they said, and what came of it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Engagements, invitations, sessions, responses and themes."""

    dependencies = [
        ("authorities", "0001_initial"),
        ("tenders", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Engagement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200)),
                ("planned", models.TextField(blank=True, help_text="what the authority plans to buy")),
                (
                    "service",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("adult_social_care", "Adult social care"),
                            ("children_and_families", "Children and families"),
                            ("health_and_wellbeing", "Health and well-being"),
                            ("education_and_skills", "Education and skills"),
                            ("transport", "Transport"),
                            ("environment", "Environment and waste"),
                            ("construction_and_works", "Construction and works"),
                            ("facilities", "Buildings and facilities"),
                            ("community_safety", "Community safety"),
                            ("housing_and_homelessness", "Housing and homelessness"),
                            ("culture_and_leisure", "Culture and leisure"),
                            ("digital", "Digital"),
                            ("professional_services", "Professional services"),
                        ],
                        max_length=40,
                    ),
                ),
                ("areas", models.JSONField(default=list)),
                ("opens_on", models.DateField(help_text="the first day for responses")),
                ("closes_on", models.DateField(help_text="the last day for responses, to its end in UK time")),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, help_text="counts the saves, so that a stale page is noticed"
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(null=True)),
                (
                    "responses_published_at",
                    models.DateTimeField(help_text="when all could read what providers said", null=True),
                ),
                ("replied_at", models.DateTimeField(help_text="when “You said, we did” was published", null=True)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="engagements",
                        to="authorities.authority",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="engagements",
                        to="tenders.tender",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="EngagementSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("providers", "Providers"),
                            ("service-users", "People who use the service"),
                            ("anyone", "Anyone"),
                        ],
                        max_length=20,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("place", models.CharField(help_text="an address, or “Online”", max_length=200)),
                ("joining", models.TextField(blank=True)),
                (
                    "access",
                    models.TextField(blank=True, help_text="accessibility: steps, hearing loop, captions, breaks"),
                ),
                ("notes", models.TextField(blank=True, help_text="what was said, for all to read")),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sessions", to="tenders.engagement"
                    ),
                ),
            ],
            options={
                "ordering": ["starts_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("providers", "Providers"),
                            ("service-users", "People who use the service"),
                            ("anyone", "Anyone"),
                        ],
                        max_length=20,
                    ),
                ),
                ("introduction", models.TextField(blank=True)),
                ("easy_read", models.TextField(blank=True)),
                ("questions", models.JSONField(default=list, help_text="in order: id, text, options")),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="invitations", to="tenders.engagement"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Theme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100)),
                ("heard", models.TextField(blank=True)),
                ("did", models.TextField(blank=True, help_text="what was done, or why nothing was")),
                (
                    "is_changed",
                    models.BooleanField(help_text="whether something was changed; None is not decided yet", null=True),
                ),
                (
                    "question_ids",
                    models.JSONField(default=list, help_text="questions of the linked tender that it changed"),
                ),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="themes", to="tenders.engagement"
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Response",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("providers", "Providers"),
                            ("service-users", "People who use the service"),
                            ("anyone", "Anyone"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "key",
                    models.UUIDField(
                        help_text="names the copy that the writer keeps; also stops a second sending", unique=True
                    ),
                ),
                ("answers", models.JSONField(help_text="words by question id")),
                (
                    "organisation",
                    models.CharField(blank=True, help_text="providers only; never published", max_length=150),
                ),
                (
                    "may_quote",
                    models.BooleanField(default=False, help_text="the writer agreed that words may be shown"),
                ),
                ("given_at", models.DateTimeField()),
                (
                    "edited",
                    models.JSONField(help_text="words by question id as they are published, where others", null=True),
                ),
                (
                    "quote",
                    models.TextField(blank=True, help_text="words that are published with the writer's agreement"),
                ),
                ("hidden_at", models.DateTimeField(null=True)),
                ("hidden_reason", models.TextField(blank=True)),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="responses", to="tenders.engagement"
                    ),
                ),
                (
                    "hidden_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("themes", models.ManyToManyField(related_name="responses", to="tenders.theme")),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddIndex(
            model_name="engagement",
            index=models.Index(fields=["published_at", "closes_on"], name="engagement_open"),
        ),
        migrations.AddConstraint(
            model_name="engagement",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_on__gte", models.F("opens_on"))), name="engagement_days_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="engagement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_at__isnull", True), ("published_by__isnull", True)),
                    models.Q(("published_at__isnull", False), ("published_by__isnull", False)),
                    _connector="OR",
                ),
                name="engagement_published_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(fields=("engagement", "audience"), name="one_invitation_per_audience"),
        ),
        migrations.AddConstraint(
            model_name="theme",
            constraint=models.UniqueConstraint(fields=("engagement", "name"), name="one_theme_per_name"),
        ),
        migrations.AddIndex(
            model_name="response",
            index=models.Index(fields=["engagement", "audience"], name="response_audience"),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("hidden_at__isnull", True), ("hidden_by__isnull", True), ("hidden_reason", "")),
                    models.Q(
                        ("hidden_at__isnull", False),
                        ("hidden_by__isnull", False),
                        models.Q(("hidden_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="response_hidden_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.CheckConstraint(
                condition=models.Q(("quote", ""), ("may_quote", True), _connector="OR"),
                name="response_quoted_with_consent",
            ),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.CheckConstraint(
                condition=models.Q(("organisation", ""), ("audience", "providers"), _connector="OR"),
                name="response_organisation_of_provider",
            ),
        ),
    ]
