"""The pieces that pages are made of; none of them knows what a record is."""
