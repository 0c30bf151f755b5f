"""Members of unions: joining, moving, keeping and ending of memberships, and how good their records are."""
