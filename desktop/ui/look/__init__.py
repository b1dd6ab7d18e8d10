"""How everything looks: colours, type, icons and the style sheet, changeable while running."""
