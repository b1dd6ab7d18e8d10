"""The pages before a desk is open: setting one up, and unlocking it."""
