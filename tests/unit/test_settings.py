from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.settings import Settings


def test_an_unknown_setting_is_refused_by_name():
    with pytest.raises(SettingsError, match=r"unknown setting 'OWNRIG_SITEURL'; known are .*OWNRIG_SITE_URL"):
        Settings.read({"OWNRIG_SITEURL": "https://example.org"})


def test_names_of_other_programs_are_left_alone():
    assert Settings.read({"OTHER": "1", "OWNRIGHT": "2", "HOME": "/home/a"}).log_level == "warning"


def test_every_name_of_the_contract_is_accepted():
    names = (
        "HOST PORT DATA_DIR SITE_URL MODEL NUM_CTX DATABASE_URL REDIS_URL RATE_PER_MINUTE RATE_GLOBAL "
        "MAX_STREAMS MAX_CONCURRENT MAX_WAITING TRUSTED_HOPS CORS_ORIGINS ADMIN_TOKEN KEEP_QUESTIONS DISCORD_TOKEN"
    )
    Settings.read(
        {f"OWNRIG_{name}": "1" for name in names.split()}
        | {"OWNRIG_CHROMA_URL": "http://localhost:8000", "OWNRIG_NUM_CTX": "8192"}
    )


def test_values_are_read_and_tidied():
    settings = Settings.read(
        {"OWNRIG_DATA_DIR": "/srv/x", "OWNRIG_SITE_URL": "https://a.example/", "OWNRIG_LOG_LEVEL": "DEBUG"}
    )
    assert settings == Settings(Path("/srv/x"), "https://a.example", "debug")


@pytest.mark.parametrize(
    "url", ["1", "ftp://a", "http://", "http://a:x", "http://a/path", "http://a?b", "http://u:p@a", "http://a:0"]
)
def test_a_wrong_address_of_a_server_is_refused(url: str):
    with pytest.raises(SettingsError, match="OWNRIG_CHROMA_URL must look like http://host:port"):
        Settings.read({"OWNRIG_CHROMA_URL": url})


def test_the_server_and_its_override_are_read():
    settings = Settings.read({"OWNRIG_CHROMA_URL": "http://a:1/", "OWNRIG_CHROMA_ALLOW_VULNERABLE": "Yes"})
    assert (settings.chroma_url, settings.chroma_allow_vulnerable) == ("http://a:1", True)
    with pytest.raises(SettingsError, match="OWNRIG_CHROMA_ALLOW_VULNERABLE must be yes or no, got 'maybe'"):
        Settings.read({"OWNRIG_CHROMA_ALLOW_VULNERABLE": "maybe"})


def test_a_wrong_log_level_names_the_allowed_ones():
    with pytest.raises(SettingsError, match="OWNRIG_LOG_LEVEL must be one of debug, info, warning, error, got 'loud'"):
        Settings.read({"OWNRIG_LOG_LEVEL": "loud"})
