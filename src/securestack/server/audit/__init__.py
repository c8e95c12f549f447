"""The audit log: who did what, from where, what was before and what after. It only grows, and shows when it was changed."""
