"""Lists (清单): which matters they show, with which columns, and the editions that their publications freeze."""
