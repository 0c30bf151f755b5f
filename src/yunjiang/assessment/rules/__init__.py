"""The rules by which progress is judged: pure functions, versioned, defined on every input. No Django."""
