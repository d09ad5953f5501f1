"""Questions with known answers: files of them, figures over them, the gate, tuning."""
