"""Kazakh first; where a third party's screen has no Kazakh string, its Russian one, never English."""

from django.utils.translation import trans_real


def chain_fallbacks() -> None:
    """Let missing Kazakh strings be looked up in Russian, and missing Russian ones end there.

    Django lets every language fall back to LANGUAGE_CODE (kk): left alone, Russian and Kazakh would ask each other
    for ever.
    """
    russian, kazakh = trans_real.translation("ru"), trans_real.translation("kk")
    russian._fallback = None
    kazakh._fallback = russian
