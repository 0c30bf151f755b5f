import uuid

from django.db import models
from django.utils import timezone


class JobState(models.TextChoices):
    """Where a job is."""

    WAITING = "waiting", "排队中"
    RUNNING = "running", "进行中"
    DONE = "done", "已完成"
    FAILED = "failed", "未完成"
    CANCELLED = "cancelled", "已取消"


class Job(models.Model):
    """One piece of long work: what was asked by whom, how far it is, what came of it.

    While it runs, its progress is in a file beside the database (see `progress`); the row holds the beginning and the end.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    work = models.CharField(max_length=60, help_text="Which registered work it is: room.verb.")
    title = models.CharField(max_length=200, help_text="What it is, in the words of who asked.")
    arguments = models.JSONField(default=dict)
    asked_by = models.CharField(
        max_length=150, db_index=True, help_text="Sign-in name; empty for recurring work."
    )
    asked_at = models.DateTimeField(default=timezone.now)
    language = models.CharField(max_length=10, default="zh-hans")
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    attempt_count = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    is_cancel_asked = models.BooleanField(default=False)
    outcome = models.JSONField(
        default=dict, help_text="What the work returned, such as the number of a document."
    )
    refusal = models.TextField(blank=True, help_text="Why it was not done, as a sentence for who asked.")

    class Meta:
        indexes = [
            models.Index(fields=["asked_by", "-asked_at"], name="job_asked_by"),
            models.Index(fields=["state"], name="job_state"),
        ]

    def __str__(self) -> str:
        return f"{self.work} {self.title}"

    @property
    def is_over(self) -> bool:
        return self.state in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


class Recurrence(models.Model):
    """When a recurring work comes next; claimed by moving `next_at` on, so that only one worker starts it."""

    work = models.CharField(max_length=60, unique=True)
    next_at = models.DateTimeField()
    last_job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.work
