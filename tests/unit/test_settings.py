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
    special = {
        "OWNRIG_CHROMA_URL": "http://localhost:8000",
        "OWNRIG_CORS_ORIGINS": "http://localhost:8000",
        "OWNRIG_ADMIN_TOKEN": "0123456789abcdef",
        "OWNRIG_NUM_CTX": "8192",
    }
    Settings.read({f"OWNRIG_{name}": "1" for name in names.split()} | special)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("PORT", "99999", "a whole number from 0 to 65,535"),
        ("RATE_PER_MINUTE", "-1", "a whole number from 0"),
        ("MAX_STREAMS", "many", "a whole number from 0"),
        ("CORS_ORIGINS", "*", "must look like http"),
        ("CORS_ORIGINS", "https://a.example/page", "must look like http"),
        ("ADMIN_TOKEN", "short", "at least 16 characters"),
        ("KEEP_QUESTIONS", "perhaps", "yes or no"),
    ],
)
def test_a_wrong_value_of_the_service_is_refused_by_name(name, value, message):
    with pytest.raises(SettingsError, match=f"OWNRIG_{name} must .*{message}|OWNRIG_{name} {message}"):
        Settings.read({f"OWNRIG_{name}": value})


def test_the_settings_of_the_service_are_read():
    service = Settings.read(
        {"OWNRIG_CORS_ORIGINS": "https://A.example, http://b:1", "OWNRIG_ALLOWED_HOSTS": "ask.example"}
    ).service
    assert service.cors_origins == ("https://a.example", "http://b:1")
    assert service.allowed_hosts == ("ask.example",)
    assert (service.host, service.port, service.rate_per_minute) == ("127.0.0.1", 8000, 30)


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
