"""The steps, oldest first.  A step that was released is never edited; the next one changes what it made."""
