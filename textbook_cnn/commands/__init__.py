"""What `python -m textbook_cnn COMMAND` does, one file a command."""
