"""Numbers that remember where they come from: ring elements, and scalars with a witness."""
