"""The addresses under which sheets come into a register."""

from django.urls import URLPattern, path

from yunjiang.web.pages.registers import intake, intake_acts, intake_batch

IMPORT = "registers/<slug:register>/import/"
BATCH = f"{IMPORT}<int:batch>/"

urlpatterns: list[URLPattern] = [
    path(IMPORT, intake.imports, name="register-import"),
    path(f"{IMPORT}template/", intake.template, name="register-import-template"),
    path(BATCH, intake_batch.batch, name="register-batch"),
    path(f"{BATCH}progress/", intake_batch.progress, name="register-batch-progress"),
    path(f"{BATCH}file/", intake_batch.file, name="register-batch-file"),
    path(f"{BATCH}check/", intake_acts.check, name="register-batch-check"),
    path(f"{BATCH}commit/", intake_acts.commit, name="register-batch-commit"),
    path(f"{BATCH}undo/", intake_acts.undo, name="register-batch-undo"),
    path(f"{BATCH}answer/", intake_acts.answer, name="register-batch-answer"),
    path(f"{BATCH}drop/", intake_acts.drop, name="register-batch-drop"),
]
