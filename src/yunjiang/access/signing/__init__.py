"""Signing in: passwords, second factors, lock-out, sessions and the link to an identity provider.

django-allauth runs the ceremonies (its forms, TOTP, WebAuthn, OpenID Connect); what this site demands of them is here, as rules
that know no page: `passwords`, `second_factor`, `lockout`, `sessions`, `identity`, and the `adapters` and `forms` through which
allauth asks them. Every act goes through the audit trail under the names in `deeds`. Pages and addresses are `web`'s.
"""
