"""Returns: a period's figures, what they are made of, and the report made from them."""
