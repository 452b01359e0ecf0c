"""For a plugin's author: a plugin to begin with, a conference to try it on, a verdict, its pages by themselves."""
