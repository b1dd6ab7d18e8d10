"""The encrypted database: two doors, models, key file, migrations, audit and backup."""
