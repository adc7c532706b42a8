"""What a site is: its folder, whose it is and who may read it, its keys, its clock, and what is told of a file that
makes trouble."""
