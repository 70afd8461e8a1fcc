"""What people read: the report, the page for the person who walked, and the page of a course."""
