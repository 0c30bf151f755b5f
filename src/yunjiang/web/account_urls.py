"""The addresses of signing in, of one's own account, and of what one keeps for oneself.

allauth looks its own names up (`account_…`, `mfa_…`); those it offers and this site does not have no address: signing up,
resetting a password by mail, mail addresses.
"""

from django.urls import URLPattern, path

from yunjiang.web.pages import account, factors, signing, views

urlpatterns: list[URLPattern] = [
    path("sign-in/", signing.sign_in, name="sign-in"),
    path("sign-in/", signing.sign_in, name="account_login"),
    path("sign-in/second-factor/", signing.sign_in_second_factor, name="mfa_authenticate"),
    path("sign-in/passkey/", signing.sign_in_passkey, name="mfa_login_webauthn"),
    path("sign-in/with/<slug:provider_id>/", signing.identity_begin, name="openid_connect_login"),
    path("sign-in/with/<slug:provider_id>/back/", signing.identity_return, name="openid_connect_callback"),
    path("sign-out/", signing.sign_out, name="sign-out"),
    path("account/", account.account, name="account"),
    path("account/password/", account.password, name="password"),
    path("account/session/", account.session, name="session"),
    path("account/sessions/<int:number>/end/", account.session_end, name="session-end"),
    path("account/second-factor/", factors.factors, name="mfa_index"),
    path("account/second-factor/app/", factors.add_app, name="mfa_activate_totp"),
    path("account/second-factor/app/remove/", factors.remove_app, name="mfa_deactivate_totp"),
    path("account/second-factor/passkeys/", factors.factors, name="mfa_list_webauthn"),
    path("account/second-factor/passkeys/add/", factors.add_passkey, name="mfa_add_webauthn"),
    path(
        "account/second-factor/passkeys/<int:pk>/remove/", factors.remove_passkey, name="mfa_remove_webauthn"
    ),
    path("account/second-factor/codes/", factors.recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "account/second-factor/codes/make/", factors.make_recovery_codes, name="mfa_generate_recovery_codes"
    ),
    path("account/confirm/", factors.confirm_password, name="account_reauthenticate"),
    path("account/confirm/code/", factors.confirm_code, name="mfa_reauthenticate"),
    path("account/confirm/passkey/", factors.confirm_passkey, name="mfa_reauthenticate_webauthn"),
    path("views/", views.views, name="views"),
    path("views/<int:number>/", views.view, name="view"),
    path("views/<int:number>/change/", views.view_change, name="view-change"),
    path("views/<int:number>/remove/", views.view_remove, name="view-remove"),
    path("views/<int:number>/restore/", views.view_restore, name="view-restore"),
]
