"""What people work on: one page a file, each made from the desk and the context it is given."""
