"""What there is, for programs as an OpenAPI 3 document and for people as a page of it; neither needs anything from elsewhere."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from yunjiang.access.keys.issuing import ALLOWED

from .table import api

_WHERE = {
    "query": pgettext_lazy("place of a parameter", "the address"),
    "header": pgettext_lazy("place of a parameter", "a header"),
}


def document(request: HttpRequest) -> HttpResponse:
    """Answer with the OpenAPI document."""
    return JsonResponse(described(), json_dumps_params={"ensure_ascii": False})


def reference(request: HttpRequest) -> HttpResponse:
    """Show the document as a page, an operation a line."""
    told = described()
    groups: dict[str, list[dict[str, Any]]] = {}
    for address, methods in told["paths"].items():
        for method, operation in methods.items():
            groups.setdefault(operation.get("tags", [""])[0], []).append(
                {
                    "method": method.upper(),
                    "address": address,
                    "summary": operation["summary"],
                    "parameters": [
                        {
                            "name": each["name"],
                            "where": str(_WHERE.get(each["in"], each["in"])),
                            "label": each.get("description", ""),
                        }
                        for each in operation.get("parameters", [])
                        if each["in"] != "path"
                    ],
                    "fields": _fields(told, operation),
                }
            )
    context = {
        "groups": groups,
        "document_href": reverse("api-document"),
        "acts": [str(each) for each in ALLOWED],
    }
    return render(request, "api/reference.html", context)


def described() -> dict[str, Any]:
    """Return the OpenAPI document."""
    told = dict(api.get_openapi_schema(path_prefix=reverse("api").lstrip("/")))
    problem = {
        "description": "拒绝或错误，附中文说明",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for methods in told["paths"].values():
        for operation in methods.values():
            operation["responses"] = {**operation["responses"], "default": problem}
    told["components"]["schemas"]["Problem"] = {
        "title": "Problem",
        "type": "object",
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "problems": {"type": "object", "additionalProperties": {"type": "string"}},
        },
    }
    return told


def _fields(told: dict[str, Any], operation: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what may be sent with an operation, by path."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
    schema = told["components"]["schemas"].get(name, {})
    values = schema.get("properties", {}).get("values", {}).get("properties", {})
    return [
        {
            "path": path,
            "title": each.get("title", ""),
            "values": each.get("description") or each.get("format") or "",
        }
        for path, each in values.items()
    ]
