"""The five replica sites, one module for each kind of content management system."""

from demo.site import DemoSite, build_site
from demo.sites import liferay, nukeviet, onecms, vccorp, vnpt

_BUILDERS = {
    "mau-congtt-nghean": liferay.routes,
    "mau-pttth-thanhhoa": vccorp.routes,
    "mau-huyen-thachha": nukeviet.routes,
    "mau-congtt-namdinh": vnpt.routes,
    "mau-bao-danang": onecms.routes,
}


def build_sites(edition: int) -> dict[str, DemoSite]:
    """All sites of an edition by their id."""
    return {site_id: build_site(site_id, routes, edition) for site_id, routes in _BUILDERS.items()}
