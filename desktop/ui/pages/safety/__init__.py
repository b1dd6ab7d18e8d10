"""What keeps a desk safe: the ways in and their keys, its backups and checks."""
