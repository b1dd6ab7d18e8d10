"""Windows: one page per file, one widget per answer type. Knows every room, and PySide6."""
