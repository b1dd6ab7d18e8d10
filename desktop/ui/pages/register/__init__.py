"""A list with what can be done to its entries: places, people, meetings, issues and the like."""
