"""How fast feedkit is, beside the bare parts that it is made of. `python -m benchmarks` prints it."""
