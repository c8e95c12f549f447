"""The crawler: finds the pages, forms and endpoints of a web application, and knows when it goes in circles."""
