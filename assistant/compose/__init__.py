"""Step 3: findings → sentences written by code, each with its evidence and citations. Knows no model."""
