"""What concerns the whole house: walls, journeys, the databases tests run on, the journal language."""
