"""Software bills of materials: what a target is made of, in the formats others read and write."""
