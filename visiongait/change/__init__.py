"""What changed between recordings of one person, how sure that is, and how reliable such numbers are."""
