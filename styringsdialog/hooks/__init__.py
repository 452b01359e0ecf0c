"""Where other people's code comes in: the hooks, the plugins that are installed, and the border around them."""
