"""How the neural encoder was made: the pretrained base with fewer layers, trained to bring questions near passages."""
