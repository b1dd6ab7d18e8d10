"""Sudden ends at random: fifty in the ordinary run, a thousand by `make soak`."""
