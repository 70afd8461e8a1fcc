"""What `scripts/kill_tests` and `scripts/corpus` are made of."""
