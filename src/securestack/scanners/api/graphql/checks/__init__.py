"""What only a GraphQL service can get wrong: one file a subject."""
