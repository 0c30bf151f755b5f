"""What the register of services adds to its models."""
