"""What the register of unions adds to its models."""
