"""Every language says everything, and what is typed is understood."""

from datetime import date

import pytest

from visiongait.errors import UsageError
from visiongait.web.people import birth_year_of, stature_m
from visiongait.web.settings import ClinicSettings, settings_from
from visiongait.web.texts import language_for, languages, load_texts

TODAY = date(2026, 11, 30)


def test_every_language_is_complete():
    assert languages() == {"de": "Deutsch", "en": "English"}
    german, english = load_texts("de"), load_texts("en")
    assert set(german.desk) == set(english.desk)


@pytest.mark.parametrize("language", ["de"])
def test_sentences_have_the_same_places_to_fill(language):
    ours, theirs = load_texts(language).desk, load_texts("en").desk
    for key, words in theirs.items():
        assert words.count("{") == ours[key].count("{"), key


@pytest.mark.parametrize(
    ("accepted", "chosen", "language"),
    [("de-AT,en;q=0.5", "", "de"), ("fr,de", "", "de"), ("fr", "", "en"), ("", "", "en"), ("de", "en", "en")],
)
def test_the_clinic_chooses_else_the_browser(accepted, chosen, language):
    assert language_for(accepted, chosen) == language


@pytest.mark.parametrize(
    ("typed", "units", "metres"),
    [("172", "cm", 1.72), ("1,72 m", "cm", 1.72), ("1.72", "cm", 1.72), (" ", "cm", None),
     ("5'8\"", "ft", 1.727), ("5 8", "ft", 1.727), ("6", "ft", 1.829), ("5ft 7.5in", "ft", 1.714)],
)  # fmt: skip
def test_statures_as_people_type_them(typed, units, metres):
    assert stature_m(typed, units) == metres


@pytest.mark.parametrize(("typed", "units"), [("17", "cm"), ("tall", "cm"), ("172", "ft"), ("9'0\"", "ft")])
def test_nobodys_stature_is_refused(typed, units):
    with pytest.raises(UsageError, match="stature"):
        stature_m(typed, units)


@pytest.mark.parametrize(("typed", "year"), [("1961", 1961), ("65", 1961), ("0", 2026), ("", None)])
def test_year_of_birth_or_age(typed, year):
    assert birth_year_of(typed, TODAY) == year


@pytest.mark.parametrize("typed", ["1850", "2027", "old", "-3"])
def test_nobodys_age_is_refused(typed):
    with pytest.raises(UsageError):
        birth_year_of(typed, TODAY)


def test_settings_are_checked():
    before = ClinicSettings()
    assert settings_from({"units": "ft", "keep_video_days": "30"}, before) == ClinicSettings(
        units="ft", keep_video_days=30
    )
    with pytest.raises(UsageError):
        settings_from({"keep_video_days": "0"}, before)


def test_a_logo_is_a_picture_by_its_content():
    png = b"\x89PNG\r\n\x1a\n" + bytes(20)
    kept = settings_from({}, ClinicSettings(), png)
    assert kept.logo.startswith("data:image/png;base64,")
    assert settings_from({}, kept).logo == kept.logo
    assert settings_from({"no_logo": "1"}, kept).logo == ""
    for bad in (b"<svg onload='alert(1)'/>", png + bytes(600_000)):
        with pytest.raises(UsageError, match="logo"):
            settings_from({}, kept, bad)
