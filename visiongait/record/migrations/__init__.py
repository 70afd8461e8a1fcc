"""How the record's tables came about: each file of `versions` takes a database one step further."""
