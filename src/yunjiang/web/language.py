"""Which language a page speaks: Chinese, unless the reader chose another with the switch.

The browser's own wish is not asked: offices run browsers in any language, and an official page should not change with them.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers


def chosen_language(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: activate the language of the cookie that the language switch sets."""
    offered = {code for code, _name in settings.LANGUAGES}

    def answer_in_language(request: HttpRequest) -> HttpResponse:
        wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = wanted if wanted in offered else settings.LANGUAGE_CODE
        with translation.override(language):
            response = answer(request)
        response.headers["Content-Language"] = language
        patch_vary_headers(response, ["Cookie"])
        return response

    return answer_in_language
