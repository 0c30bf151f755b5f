"""What there is: one router for each register, and figures."""

from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI

from yunjiang.access import permission
from yunjiang.registers.kit import registry

from . import figures, joining, own, problems, records
from .entrance import Key
from .shapes import Exact

api = NinjaAPI(
    title="云匠接口",
    version="1",
    description="登录会话或接口密钥（Authorization: Bearer）均可使用；权限、范围与脱敏同页面一致。",
    openapi_url=None,
    docs_url=None,
    auth=[Key()],
    parser=Exact(),
    urls_namespace="api-v1",
)
for _kind in list(api._exception_handlers):  # among them Exception
    api.add_exception_handler(_kind, problems.answer)  # type: ignore[arg-type]


@api.get("/registers/", operation_id="registers", summary="台账目录", tags=["目录"])
def registers(request: HttpRequest) -> Any:
    """List the registers of which the person may read anything."""
    acts = permission.acts_anywhere(request.user)
    return {
        "registers": [
            {
                "code": each.code,
                "name": str(each.name),
                "about": str(each.about),
                "address": records.address_of(each),
            }
            for each in registry.every()
            if each.reads in acts
        ]
    }


api.add_router("/figures/", figures.router)
api.add_router("/joining/", joining.router)
api.add_router("/own/", own.giving)
api.add_router("/own/", own.router)
for _register in registry.every():
    api.add_router(f"/{_register.code}/", records.router_of(_register))
