"""The addresses of reporting."""

from django.urls import URLPattern, path

from yunjiang.web.pages.returns.acceptance import acceptance, indicator
from yunjiang.web.pages.returns.cells import cells
from yunjiang.web.pages.returns.cycle import cycle
from yunjiang.web.pages.returns.cycle_acts import close, extend, lock, recompute
from yunjiang.web.pages.returns.cycle_opening import cycle_new
from yunjiang.web.pages.returns.cycles import cycles
from yunjiang.web.pages.returns.days_off import day_off_withdraw, days_off, days_off_import
from yunjiang.web.pages.returns.evidence import attach, handed_out, remove
from yunjiang.web.pages.returns.grid import grid
from yunjiang.web.pages.returns.posted import posted
from yunjiang.web.pages.returns.reopening import reopen
from yunjiang.web.pages.returns.review import review
from yunjiang.web.pages.returns.reviews import reviews
from yunjiang.web.pages.returns.sheet import sheet
from yunjiang.web.pages.returns.submission import submission, withdraw
from yunjiang.web.pages.returns.trace import differences, history
from yunjiang.web.pages.returns.work import work
from yunjiang.web.pages.returns.workbooks import (
    cycle_template,
    cycle_upload,
    return_template,
    return_upload,
    upload,
    upload_file,
)

urlpatterns: list[URLPattern] = [
    path("work/", work, name="work"),
    path("cycles/", cycles, name="cycles"),
    path("cycles/new/", cycle_new, name="cycle-new"),
    path("cycles/<int:cycle>/", cycle, name="cycle"),
    path("cycles/<int:cycle>/grid/", grid, name="cycle-grid"),
    path("cycles/<int:cycle>/cells/", cells, name="cells"),
    path("cycles/<int:cycle>/lock/", lock, name="cycle-lock"),
    path("cycles/<int:cycle>/close/", close, name="cycle-close"),
    path("cycles/<int:cycle>/due/", recompute, name="cycle-recompute"),
    path("cycles/<int:cycle>/accept/<str:code>/", indicator, name="acceptance-indicator"),
    path("cycles/<int:cycle>/template/", cycle_template, name="cycle-template"),
    path("cycles/<int:cycle>/upload/", cycle_upload, name="cycle-upload"),
    path("calendar/", days_off, name="calendar"),
    path("calendar/import/", days_off_import, name="calendar-import"),
    path("calendar/<int:day_off>/withdraw/", day_off_withdraw, name="day-off-withdraw"),
    path("returns/<int:report>/", sheet, name="return"),
    path("returns/<int:report>/submission/", submission, name="return-submission"),
    path("returns/<int:report>/withdraw/", withdraw, name="return-withdraw"),
    path("returns/<int:report>/review/", review, name="return-review"),
    path("returns/<int:report>/reopen/", reopen, name="return-reopen"),
    path("returns/<int:report>/extend/", extend, name="return-extend"),
    path("returns/<int:report>/history/", history, name="return-history"),
    path("returns/<int:report>/differences/", differences, name="return-differences"),
    path("returns/<int:report>/evidence/", attach, name="return-attach"),
    path("returns/<int:report>/template/", return_template, name="return-template"),
    path("returns/<int:report>/upload/", return_upload, name="return-upload"),
    path("uploads/<int:upload>/", upload, name="upload"),
    path("uploads/<int:upload>/<slug:which>/", upload_file, name="upload-file"),
    path("evidence/<int:evidence>/", handed_out, name="evidence"),
    path("evidence/<int:evidence>/remove/", remove, name="evidence-remove"),
    path("review/", reviews, name="reviews"),
    path("accept/", acceptance, name="acceptance"),
    path("accept/posted/", posted, name="posted"),
]
