"""The addresses of what unions show and do beside the pages of their registers."""

from django.urls import URLPattern, path

from yunjiang.web.pages.unions import acts, coverage, coverage_file, due, tree

urlpatterns: list[URLPattern] = [
    path("unions/tree/", tree.tree, name="union-tree"),
    path("unions/tree/branch/", tree.branch, name="union-branch"),
    path("unions/coverage/", coverage.coverage, name="union-coverage"),
    path("unions/coverage/file.xlsx", coverage_file.file, name="union-coverage-file"),
    path("unions/terms/", due.due, name="union-terms"),
    path("unions/found/", acts.found, name="union-found"),
    path("unions/<int:union>/split/", acts.split, name="union-split"),
    path("unions/<int:union>/move/", acts.move, name="union-move"),
    path("unions/firms/new/", acts.enter, name="union-firm"),
]
