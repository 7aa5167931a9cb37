"""Files to documents and sentences, words to days."""
