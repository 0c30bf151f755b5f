"""The addresses of watching: what changed, who leads what, pivot, what if."""

from django.urls import URLPattern, path

from yunjiang.web.pages.changes import changes
from yunjiang.web.pages.comments import comment_step, comments, mention, mentions, people_offered
from yunjiang.web.pages.evidenced import evidenced
from yunjiang.web.pages.leading import leading
from yunjiang.web.pages.pivot import pivot, pivot_file
from yunjiang.web.pages.search import search
from yunjiang.web.pages.side_by_side import side_by_side
from yunjiang.web.pages.what_if import what_if

urlpatterns: list[URLPattern] = [
    path("changes/", changes, name="changes"),
    path("leading/", leading, name="leading"),
    path("evidenced/", evidenced, name="evidenced"),
    path("indicators/<str:code>/side-by-side/", side_by_side, name="side-by-side"),
    path("indicators/<str:code>/comments/", comments, name="comments"),
    path("indicators/<str:code>/people/", people_offered, name="people-offered"),
    path("comments/<int:comment>/<slug:step>/", comment_step, name="comment-step"),
    path("mentions/", mentions, name="mentions"),
    path("mentions/<int:number>/", mention, name="mention"),
    path("pivot/", pivot, name="pivot"),
    path("pivot/file.<str:form>", pivot_file, name="pivot-file"),
    path("search/", search, name="search"),
    path("what-if/", what_if, name="what-if"),
]
