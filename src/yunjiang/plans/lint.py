"""What is wrong with a plan, all of it at once."""
