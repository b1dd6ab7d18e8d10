"""Sealed files: how records, invitations and receipts travel between desks without a network."""
