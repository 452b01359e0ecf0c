"""What makes a machine run a series every night: unit files for systemd, or a crontab."""
