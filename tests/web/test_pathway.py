"""Pathway pages."""
from tests.web.conftest import Trust


def test_smoke(trust: Trust) -> None:
    d = trust.client("director")
    for p in ("/pathway/", "/pathway/people", "/pathway/succession", "/pathway/leaving", "/settings/pathway", "/settings/pathway/school", f"/people/{trust.people['Olive Own']}"):
        d.get(p)
        d.fragment(p) if "settings" not in p else None
    s = trust.client("senco")
    s.get("/pathway/")
    o = trust.people["Olive Own"]
    for x in ("aspiration", "mentor"):
        s.get(f"/people/{o}/pathway/{x}")
    for x in ("stage/school", "beyond", "mentor"):
        d.get(f"/people/{o}/pathway/{x}")
        d.fragment(f"/people/{o}/pathway/{x}")
