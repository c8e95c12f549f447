"""WebSecPen, the web scanner: crawls an application, asks every input, proves what it finds."""
