"""What a quarter adds up to: periods, figures, comparisons, checks and sign-off."""
