"""Discord: commands, threads and buttons in, cited replies out."""
