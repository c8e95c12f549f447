"""Whether a bill of materials is what its format's specification says, and if not, where."""
