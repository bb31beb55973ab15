"""Rules on originality that only a screening runs: what altered or hid the text, and what comparing it found."""
