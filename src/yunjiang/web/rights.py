"""Middleware: who holds what is asked once a request, however many parts of a page depend on it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from yunjiang.access import permission

Answer = Callable[[HttpRequest], HttpResponse]


def remembered(answer: Answer) -> Answer:
    """Let permission remember what it was told, for the length of one request."""

    def answer_remembering(request: HttpRequest) -> HttpResponse:
        with permission.remembering():
            return answer(request)

    return answer_remembering
