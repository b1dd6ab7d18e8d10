"""Writing a record: the questions of any form, saved as they are answered."""
