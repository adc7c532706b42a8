"""A report put in place: written aside, verified, moved; its manifest, what it rests on, and the approval."""
