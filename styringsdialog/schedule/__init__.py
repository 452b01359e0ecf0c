"""What makes a machine run a series every night: unit files for systemd, a crontab, a task for Windows."""
