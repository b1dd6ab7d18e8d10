"""How records travel: desk files, a force's list of cases, tables for other programs."""
