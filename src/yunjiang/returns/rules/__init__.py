"""What is asked of reported values: pure rules with codes and severities, no Django, no database."""
