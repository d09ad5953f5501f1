"""How the network that ranks, reads and refuses was made: base model, examples, training, export."""
