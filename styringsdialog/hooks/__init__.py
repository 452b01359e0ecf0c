"""The contract with plugins, and the one function that runs a contributor's."""
