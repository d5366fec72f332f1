"""What a person hands out by a link: to whoever has it, for a time, and until it is taken back."""
