"""The forms of codes, which need no table: digits, the Luhn key, SIREN and SIRET."""

from __future__ import annotations

LA_POSTE = "356000000"
"""The one SIREN whose establishments keep another key: La Poste ran out of Luhn numbers."""

_DOUBLED = "0246813579"
_DIGITS = frozenset("0123456789")


def is_digits(text: str) -> bool:
    """Only 0-9: ``str.isdigit`` also takes the digits of every other script."""
    return bool(text) and _DIGITS.issuperset(text)


def luhn(digits: str) -> bool:
    """Whether the last digit is the key of the others."""
    total = sum(map(int, digits[-1::-2])) + sum(int(_DOUBLED[int(d)]) for d in digits[-2::-2])
    return total % 10 == 0


def is_siren(digits: str) -> bool:
    """Nine digits with a right key."""
    return len(digits) == 9 and is_digits(digits) and luhn(digits)


def is_siret(digits: str) -> bool:
    """Fourteen digits: a right SIREN, and a right key of its own."""
    if len(digits) != 14 or not is_digits(digits) or not luhn(digits[:9]):
        return False
    if luhn(digits):
        return True
    return digits.startswith(LA_POSTE) and sum(map(int, digits)) % 5 == 0
