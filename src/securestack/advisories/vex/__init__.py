"""VEX: what a producer says about flaws in its product, read from and written as OpenVEX, CycloneDX and CSAF."""
