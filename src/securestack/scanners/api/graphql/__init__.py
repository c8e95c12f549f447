"""GraphQL services: their schema, how they are asked, and the checks that only they need."""
