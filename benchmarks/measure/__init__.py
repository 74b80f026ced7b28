"""What the benchmarks share: fresh databases, made workbooks, steps in processes of their own, and the table."""
