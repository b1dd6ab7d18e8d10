"""What a form is: load, types, conditions, rules, calculates, figures. Standard library only."""
