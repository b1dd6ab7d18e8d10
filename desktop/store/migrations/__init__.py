"""Migrations of the database: Alembic's environment, and one script a revision."""
