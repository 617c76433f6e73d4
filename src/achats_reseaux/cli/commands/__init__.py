"""The commands of `reseaux`, one module each; each registers its commands with `register`."""
