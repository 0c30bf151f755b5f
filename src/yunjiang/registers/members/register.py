"""What the register of members adds to its models."""
