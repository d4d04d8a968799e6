"""Settings: read, checked all at once, and documented to the last key."""

import re
import tomllib
from pathlib import Path

import pytest

from bot.config import ROOT, SECRETS, Config, load, secrets_of, variable
from domain.errors import ConfigProblem


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for section, key in SECRETS:
        monkeypatch.delenv(variable(section, key), raising=False)
    monkeypatch.delenv("XIAOQITONG_DATA", raising=False)


def written(folder: Path, text: str) -> Path:
    file = folder / "config.toml"
    file.write_text(text, "utf-8")
    return file


def keys() -> set[str]:
    """Every setting that the code knows, secrets left out."""
    sections = {name: type(getattr(Config(), name)).model_fields for name in Config.model_fields}
    return {f"{name}.{key}" for name, fields in sections.items() for key in fields if (name, key) not in SECRETS}


def test_the_file_that_ships_holds_every_setting_with_its_default() -> None:
    table = tomllib.loads((ROOT / "config.toml").read_text("utf-8"))
    assert {f"{name}.{key}" for name, section in table.items() for key in section} == keys()
    assert Config(**table) == Config()


def test_every_line_of_the_file_explains_itself() -> None:
    lines = (ROOT / "config.toml").read_text("utf-8").splitlines()
    assert [line for line in lines if re.match(r"\w+ = ", line) and "#" not in line] == []


def test_the_reference_has_every_key_and_no_other() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    documented = set(re.findall(r"^\| `([a-z]+\.[a-z_]+)` \|", page, re.M))
    assert documented == keys()
    assert set(re.findall(r"^\| `(XIAOQITONG_[A-Z_]+)` \|", page, re.M)) == {variable(*pair) for pair in SECRETS} | {"XIAOQITONG_DATA"}


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAOQITONG_WEB_PORT", "9000")
    monkeypatch.setenv("XIAOQITONG_TELEGRAM_API_BASE", "http://127.0.0.1:9")
    config = load(written(tmp_path, "[web]\nport = 81\nhost = '0.0.0.0'\n"))
    assert (config.web.port, config.web.host, config.telegram.api_base) == (9000, "0.0.0.0", "http://127.0.0.1:9")


def test_telegram_is_on_as_soon_as_there_is_a_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(tmp_path, "")
    assert not load(file).telegram.on
    monkeypatch.setenv("XIAOQITONG_TELEGRAM_TOKEN", "7:hidden")
    assert load(file).telegram.on
    assert "hidden" not in repr(load(file))


def test_data_lies_beside_the_file_unless_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(tmp_path, "")
    assert load(file).folder == tmp_path / "data"
    monkeypatch.setenv("XIAOQITONG_DATA", str(tmp_path / "else"))
    assert load(file).folder == tmp_path / "else"
    monkeypatch.chdir(tmp_path)
    assert load(file, Path("here")).folder == tmp_path / "here"


def test_all_that_is_wrong_is_told_at_once_and_in_chinese(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "[web]\nport = 99999\nprot = 1\n[app]\nregion = '包头'\n[nonsense]\n"
        "[telegram]\nmode = 'push'\ntoken = '7:x'\napi_base = 'ftp://x'\n",
    )
    with pytest.raises(ConfigProblem) as caught:
        load(file)
    told = str(caught.value)
    assert "有 7 处要改" in told
    for words in ("web.port：不能大于 65535", "web.prot：没有这个设置", "telegram.mode：只能是", "telegram.token：密钥不能写在文件里"):
        assert words in told
    for words in ("telegram.api_base：要写以 http", "app.region：要写 6 位地区代码", "nonsense：没有这个设置"):
        assert words in told
    assert "7:x" not in told


def test_an_unknown_variable_of_a_section_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAOQITONG_TELEGRAM_TOKN", "7:secret")
    with pytest.raises(ConfigProblem, match=r"telegram\.tokn：没有这个设置"):
        load(written(tmp_path, ""))


def test_broken_and_missing_files_are_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigProblem, match="不是正确的 TOML"):
        load(written(tmp_path, "[web\n"))
    with pytest.raises(ConfigProblem, match="读不到设置文件"):
        load(tmp_path / "none.toml")


def test_the_password_of_a_database_stands_in_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigProblem, match=r"database\.url：密码不能写在文件里，请用环境变量 XIAOQITONG_DATABASE_PASSWORD") as refused:
        load(written(tmp_path, "[database]\nurl = 'postgresql+psycopg://me:hidden@127.0.0.1/mine'\n"))
    assert "hidden" not in str(refused.value)
    monkeypatch.setenv("XIAOQITONG_DATABASE_PASSWORD", "beside")
    monkeypatch.setenv("XIAOQITONG_DATABASE_URL", "postgresql+psycopg://me:inside@127.0.0.1/mine")
    assert set(secrets_of(load(written(tmp_path, "")))) == {"beside", "inside"}


def test_the_environment_may_hold_what_is_not_a_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAOQITONG_HOME_PAGE", "kept by somebody else")
    monkeypatch.setenv("XIAOQITONG_WEB", "kept by somebody else")
    assert load(written(tmp_path, "[web]\nport = 9001\n")).web.port == 9001
