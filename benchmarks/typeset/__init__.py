"""Sets newspaper pages of which every character, paragraph and headline is known: what page reading is held to."""
