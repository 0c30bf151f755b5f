"""What indicators amount to: (indicator, organization, window, as of) → value, with what stands behind it.

Computed from sealed segments plus the unsealed tail by one SQL text; the only room that knows DuckDB and Spark. A figure is
never stored as truth: everything here can be deleted and rebuilt.
"""
