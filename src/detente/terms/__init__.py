"""The nouns that every room speaks in: values in, values out, no file touched."""
