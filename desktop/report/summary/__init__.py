"""The quarterly summary for a panel, page by page: one file for each part of it."""
