"""The one way out to the network: a client that stays in scope, keeps to a pace and a budget, and can be replayed."""
