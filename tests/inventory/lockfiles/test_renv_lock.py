"""renv.lock: R packages with what each requires."""

from tests.inventory.reading import sample, told


def test_requirements_and_imports_are_edges() -> None:
    manifest = sample("renv/renv.lock")
    assert told(manifest) == {
        "cran/R6@2.5.1": "4 production",
        "cran/fastmap@1.2.0": "19 production",
        "cran/promises@1.3.0": "12 production -> R6@2.5.1, fastmap@1.2.0",
    }
    assert not manifest.notices
