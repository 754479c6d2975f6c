"""``AnalyzedDocument`` → ``TaggedDocument``: labels with stance, score and the words that weighed most."""
