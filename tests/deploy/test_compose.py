"""The compose file names settings, commands and files that exist, and gives every service a check, a limit and a way back."""

import re
import tomllib
from ipaddress import ip_address, ip_network
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]
from click import Context
from typer.main import get_command

from bot.__main__ import build
from bot.config import ROOT, SECRETS, Config, load, variable

DEPLOY = ROOT / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
MEMBERS = ("courier", "worker-1", "worker-2")
KNOWN = {variable(name, key) for name in Config.model_fields for key in type(getattr(Config(), name)).model_fields} | {"XIAOQITONG_DATA"}
FOREIGN = {
    "HOME",
    "SITE_ADDRESS",
    "FORWARDED_ALLOW_IPS",
    "ANONYMIZED_TELEMETRY",
    "POSTGRES_USER",
    "POSTGRES_DB",
    "POSTGRES_PASSWORD",
    "POSTGRES_INITDB_ARGS",
}
TEXT = (DEPLOY / "compose.yaml").read_text("utf-8")


def example() -> set[str]:
    """The variables of the example."""
    return set(re.findall(r"^([A-Z_]+)=", (DEPLOY / "env.example").read_text("utf-8"), re.MULTILINE))


def test_everything_that_growing_needs_is_there() -> None:
    assert set(SERVICES) == {*MEMBERS, "chroma", "database", "proxy"}


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_comes_back_is_looked_at_and_has_limits(name: str) -> None:
    service = SERVICES[name]
    assert service["restart"] == "unless-stopped"
    assert service["healthcheck"]["test"][0] == "CMD"
    assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory"}
    assert service["logging"]["options"]["max-size"]


@pytest.mark.parametrize("name", SERVICES)
def test_every_image_is_pinned(name: str) -> None:
    assert re.fullmatch(r"\w+:\d+(\.\d+)+(-\w+)*", SERVICES[name]["image"])


def test_the_image_of_our_own_is_this_version_on_a_pinned_base() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert {SERVICES[name]["image"] for name in (*MEMBERS, "chroma")} == {f"xiaoqitong:{version}"}
    assert re.search(r"^FROM python:3\.\d+\.\d+-slim-bookworm$", (DEPLOY / "Dockerfile").read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("name", SERVICES)
def test_every_variable_is_a_setting_or_somebody_elses(name: str) -> None:
    named = set(SERVICES[name].get("environment", {}))
    assert named <= KNOWN | FOREIGN


def test_no_secret_stands_in_the_file_and_each_that_is_asked_for_is_in_the_example() -> None:
    asked = set(re.findall(r"\$\{(\w+)", TEXT))
    assert asked == example()
    secret = {variable(*one) for one in SECRETS} | {"POSTGRES_PASSWORD"}
    given = [(key, value) for one in SERVICES.values() for key, value in one.get("environment", {}).items() if key in secret]
    assert given
    assert all(re.fullmatch(r"\$\{\w+:[-?][^}]*\}", value) for _, value in given)
    values = re.findall(r"^XIAOQITONG_\w+=(.*)$", (DEPLOY / "env.example").read_text("utf-8"), re.MULTILINE)
    assert not any(values)


@pytest.mark.parametrize("name", MEMBERS)
def test_the_settings_of_a_member_are_accepted(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for key, value in SERVICES[name]["environment"].items():
        given = re.sub(r"\$\{SITE_ADDRESS[^}]*\}", "example.org", value)
        monkeypatch.setenv(key, re.sub(r"\$\{[^}]*\}", "", given))
    config = load()
    assert (config.web.host, config.web.port) == ("0.0.0.0", 8080)
    assert config.database.url.startswith("postgresql+psycopg://")
    assert config.telegram.webhook_url == "https://example.org"


@pytest.mark.parametrize("name", MEMBERS)
def test_a_member_runs_a_command_that_exists(name: str) -> None:
    program, command = SERVICES[name]["command"]
    group: Any = get_command(build())
    assert program == "xiaoqitong"
    assert command in group.list_commands(Context(group))


def test_addresses_lead_to_services() -> None:
    settings = SERVICES["worker-1"]["environment"]
    for key, port in (("XIAOQITONG_DATABASE_URL", ""), ("XIAOQITONG_VECTORSTORE_URL", "8000")):
        host, found = re.search(r"(?:@|//)(\w+)(?::(\d+))?(?:/\w+)?$", settings[key]).groups()  # type: ignore[union-attr]
        assert host in SERVICES
        assert (found or "") == port
        assert set(SERVICES[host]["networks"]) <= set(SERVICES["worker-1"]["networks"])


@pytest.mark.parametrize("name", SERVICES)
def test_who_is_waited_for_is_there_and_the_courier_comes_before_the_workers(name: str) -> None:
    waits = SERVICES[name].get("depends_on", {})
    assert set(waits) <= set(SERVICES)
    assert all(one == {"condition": "service_healthy"} for one in waits.values())
    assert ("courier" in waits) == name.startswith("worker")


def test_only_the_proxy_is_open_to_the_world_and_only_it_is_believed() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    address = SERVICES["proxy"]["networks"]["front"]["ipv4_address"]
    assert {SERVICES[name]["environment"]["FORWARDED_ALLOW_IPS"] for name in MEMBERS} == {address}
    assert ip_address(address) in ip_network(COMPOSE["networks"]["front"]["ipam"]["config"][0]["subnet"])
    assert COMPOSE["networks"]["back"]["internal"] is True
    assert SERVICES["database"]["networks"] == SERVICES["chroma"]["networks"] == ["back"]


def test_the_database_has_connections_for_every_member() -> None:
    (most,) = re.findall(r"max_connections=(\d+)", " ".join(SERVICES["database"]["command"]))
    assert int(most) >= 20 * len(MEMBERS)


@pytest.mark.parametrize("name", SERVICES)
def test_volumes_and_networks_are_declared_and_files_are_there(name: str) -> None:
    for mount in SERVICES[name].get("volumes", []):
        source = mount.split(":")[0]
        assert (DEPLOY / source).is_file() if source.startswith(".") else source in COMPOSE["volumes"]
    assert set(SERVICES[name]["networks"]) <= set(COMPOSE["networks"])


def test_the_image_holds_every_package_and_installs_what_is_locked() -> None:
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"]
    copied = {word for line in re.findall(r"^COPY (.+) \S+$", text, re.MULTILINE) for word in line.split()}
    assert set(packages) | {"assets", "corpus", "config.toml", "requirements.lock"} <= copied
    assert all((ROOT / name).exists() for name in copied)
    assert "--require-hashes -r requirements.lock" in text
    assert re.search(r"^USER (?!root)\w+$", text, re.MULTILINE)


def test_the_proxy_serves_every_worker_and_hides_what_is_for_operators() -> None:
    text = (DEPLOY / "Caddyfile").read_text("utf-8")
    served = re.search(r"reverse_proxy (.+) \{", text)
    assert served
    assert served[1].split() == [f"{name}:8080" for name in MEMBERS if name.startswith("worker")]
    assert re.search(r"@inside path /metrics /readyz\n\s+respond @inside 404", text)
    assert "{$SITE_ADDRESS}" in text
    assert text.count("{") == text.count("}")
