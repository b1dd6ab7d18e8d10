"""What goes into a return beside the records: totals, balances, news, events, promises, words."""
