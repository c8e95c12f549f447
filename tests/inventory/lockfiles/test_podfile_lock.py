"""Podfile.lock: pods with edges; the parts of a pod (subspecs) count as the pod."""

from tests.inventory.reading import sample, told


def test_parts_of_a_pod_are_the_pod() -> None:
    manifest = sample("cocoapods/Podfile.lock")
    assert told(manifest) == {
        "cocoapods/Alamofire@5.9.1": "2 production direct",
        "cocoapods/Firebase@10.27.0": "3,6 production direct -> GoogleUtilities@7.13.3",
        "cocoapods/GoogleUtilities@7.13.3": "7 production indirect",
    }
    assert not manifest.notices
