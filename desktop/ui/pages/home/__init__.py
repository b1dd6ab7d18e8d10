"""The first page: for a visitor the next visit, for the office what waits."""
