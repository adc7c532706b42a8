"""The page on which a regency sends its workbook: what it may bring, what it is told, and what is taken in of it."""
