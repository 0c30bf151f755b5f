"""What every answer tells the browser: load nothing from elsewhere, run no inline script, keep no copy for others."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest

# 'none' first: whatever a page needs is named. Styles and scripts come from files of ours alone, so inline ones do not run.
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)

Answer = Callable[[HttpRequest], HttpResponse]


def security_headers(answer: Answer) -> Answer:
    """Middleware: add the headers, and leave an answer's own Cache-Control as it is."""

    def answer_with_headers(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
        response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return answer_with_headers


def refuse_nul(answer: Answer) -> Answer:
    """Middleware: refuse addresses with a NUL, which PostgreSQL cannot hold in a text and SQLite can."""

    def answer_without_nul(request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return HttpResponseBadRequest(b"NUL in the address", content_type="text/plain")
        return answer(request)

    return answer_without_nul
