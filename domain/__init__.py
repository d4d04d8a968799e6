"""What 校企通 speaks of: frozen values and small ports, standard library only."""
