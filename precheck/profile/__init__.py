"""Institutions and competence frameworks are data: TOML files, read and validated whole.

>>> load_profile("grenoble-2016").framework.required
23
"""

from precheck.profile.catalogue import OptionFault, RuleCatalogue
from precheck.profile.loader import load_framework, load_profile, shipped_frameworks, shipped_profiles
from precheck.profile.problems import Problem, ProfileError
from precheck.profile.sources import read_source

__all__ = [
    "OptionFault",
    "Problem",
    "ProfileError",
    "RuleCatalogue",
    "load_framework",
    "load_profile",
    "read_source",
    "shipped_frameworks",
    "shipped_profiles",
]
