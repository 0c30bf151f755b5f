"""The offices' pages: shell, components, cockpit. No domain rule lives here."""
