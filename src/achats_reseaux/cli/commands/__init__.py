"""The commands of `reseaux`, one module each; ``cli.app`` adds them to the program."""
