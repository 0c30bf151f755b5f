"""The addresses of drafts of plans: read from documents, reviewed, published."""

from django.urls import URLPattern, path

from yunjiang.web.pages.drafts import adding, drafts, heads, items, publishing, review

DRAFT = "plans/drafts/<int:draft>/"

urlpatterns: list[URLPattern] = [
    path("plans/drafts/", drafts.drafts, name="drafts"),
    path(DRAFT, review.draft, name="draft"),
    path(f"{DRAFT}cards/", review.cards_of, name="draft-cards"),
    path(f"{DRAFT}pieces/<int:piece>/", review.piece, name="draft-piece"),
    path(f"{DRAFT}original/", review.original, name="draft-original"),
    path(f"{DRAFT}items/<int:item>/", items.item, name="draft-item"),
    path(f"{DRAFT}items/<int:item>/correct/", items.correct, name="draft-correct"),
    path(f"{DRAFT}decide/", items.decide, name="draft-decide"),
    path(f"{DRAFT}undo/", items.undo, name="draft-undo"),
    path(f"{DRAFT}sure/", items.sure, name="draft-sure"),
    path(f"{DRAFT}add/", adding.add, name="draft-add"),
    path(f"{DRAFT}offer/", adding.offer, name="draft-offer"),
    path(f"{DRAFT}head/", heads.head, name="draft-head"),
    path(f"{DRAFT}publish/", publishing.publish, name="draft-publish"),
    path(f"{DRAFT}file/", publishing.file, name="draft-file"),
    path(f"{DRAFT}drop/", drafts.drop, name="draft-drop"),
]
