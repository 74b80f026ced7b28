"""Demo content: plainly fictitious units, parties and decisions built from real kinds of matter."""
