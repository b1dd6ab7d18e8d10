"""Sending and receiving: what goes between laptops and the office, and who may send."""
