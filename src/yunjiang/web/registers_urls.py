"""The addresses that every register has. Special pages of one register have addresses of their own, beside these."""

from django.urls import URLPattern, path

from yunjiang.web.pages.registers import (
    asking,
    attachments,
    bulk,
    deadlines,
    exporting,
    fitting,
    handling,
    home,
    lists,
    local_columns,
    notices,
    offers,
    record,
    requests,
    together,
    uncounted,
    unmasking,
    writing,
)

REGISTER = "registers/<slug:register>/"
RECORD = f"{REGISTER}<int:record>/"

urlpatterns: list[URLPattern] = [
    path("registers/", home.registers, name="registers"),
    path("registers/requests/", requests.requests, name="change-requests"),
    path("registers/requests/<int:change>/", requests.requested, name="change-request"),
    path("registers/deadlines/", deadlines.deadlines, name="register-deadlines"),
    path("registers/notices/", notices.notices, name="register-notices"),
    path("registers/notices/<int:notice>/", notices.notice, name="register-notice"),
    path("registers/notices/<int:notice>/objector/", notices.objector, name="register-objector"),
    path("registers/notices/<int:notice>/<slug:act>/", notices.act, name="register-notice-act"),
    path("registers/together/<str:request_id>/", together.together, name="register-together"),
    path("registers/files/<int:attachment>/", attachments.handed_out, name="register-file"),
    path(REGISTER, lists.register, name="register"),
    path(f"{REGISTER}uncounted/", uncounted.uncounted, name="register-uncounted"),
    path(f"{REGISTER}export/", exporting.export, name="register-export"),
    path(f"{REGISTER}bulk/", bulk.many, name="register-bulk"),
    path(f"{REGISTER}bulk/all/", fitting.ask, name="register-bulk-all"),
    path(f"{REGISTER}bulk/<int:bulk_act>/", fitting.act, name="register-bulk-act"),
    path(f"{REGISTER}bulk/<int:bulk_act>/progress/", fitting.progress, name="register-bulk-progress"),
    path(f"{REGISTER}bulk/<int:bulk_act>/left-out/", fitting.left_out, name="register-bulk-left"),
    path(f"{REGISTER}new/", writing.new, name="register-new"),
    path(f"{REGISTER}columns/", local_columns.local_columns, name="register-local-columns"),
    path(f"{REGISTER}columns/<int:column>/end/", local_columns.end, name="register-local-column-end"),
    path(f"{REGISTER}offer/<str:field>/", offers.offer, name="register-offer"),
    path(RECORD, record.record, name="register-record"),
    path(f"{RECORD}as-of/", record.as_of, name="register-as-of"),
    path(f"{RECORD}edit/", writing.edit, name="register-edit"),
    path(f"{RECORD}request/", asking.ask, name="register-ask"),
    path(f"{RECORD}move/<slug:move>/", handling.move, name="register-move"),
    path(f"{RECORD}unmask/", unmasking.unmask, name="register-unmask"),
    path(f"{RECORD}void/", writing.void, name="register-void"),
    path(f"{RECORD}restore/", writing.restore, name="register-restore"),
    path(f"{RECORD}attach/", attachments.attach, name="register-attach"),
    path(f"{RECORD}attachments/<int:attachment>/remove/", attachments.detach, name="register-detach"),
    path(f"{RECORD}notices/open/", notices.post, name="register-notice-open"),
    path(f"{RECORD}<slug:tab>/", record.tab, name="register-tab"),
]
