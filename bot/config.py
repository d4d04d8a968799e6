"""The settings: config.toml, then the environment (`XIAOQITONG_SECTION_KEY`). Secrets come from the environment only."""

import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from domain.errors import ConfigProblem

ROOT = Path(__file__).resolve().parent.parent
SECRETS = frozenset(
    {
        ("telegram", "token"),
        ("telegram", "secret"),
        ("llm", "key"),
        ("embedding", "key"),
        ("ops", "token"),
        ("backup", "passphrase"),
        ("database", "password"),
    }
)
NO_SECRET = SecretStr("")

_URL = r"^(https?://[^\s]+)?$"
_WORDS = {
    "extra_forbidden": "没有这个设置，请检查拼写",
    "missing": "必须填写",
    "int_parsing": "要写整数",
    "int_type": "要写整数",
    "float_parsing": "要写数字",
    "bool_parsing": "只能是 true 或 false",
    "bool_type": "只能是 true 或 false",
    "string_type": "要写成带引号的文字",
    "model_type": "要写成 [小节]，下面是“键 = 值”",
}


Url = Annotated[str, Field(pattern=_URL)]
Region = Annotated[str, Field(pattern=r"^(\d{6})?$")]
Port = Annotated[int, Field(ge=0, le=65535)]


class _Checked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class AppSettings(_Checked):
    """[app]: where the data lies, and which region is meant when nobody says."""

    data: str = "data"
    region: Region = ""


class WebSettings(_Checked):
    """[web]: the web chat."""

    enabled: bool = True
    host: str = "127.0.0.1"
    port: Port = 8080


class TelegramSettings(_Checked):
    """[telegram]: on as soon as there is a token, unless `enabled` is false."""

    enabled: bool = True
    mode: Literal["poll", "webhook"] = "poll"
    webhook_url: Url = ""
    api_base: Url = "https://api.telegram.org"
    token: SecretStr = NO_SECRET
    secret: SecretStr = NO_SECRET

    @property
    def on(self) -> bool:
        """Whether the bot joins Telegram."""
        return self.enabled and bool(self.token.get_secret_value())


class EmbeddingSettings(_Checked):
    """[embedding]: what turns text into vectors."""

    provider: Literal["lsa", "openai", "local"] = "lsa"
    base_url: Url = ""
    model: str = ""
    dimensions: Annotated[int, Field(ge=0, le=4096)] = 0
    key: SecretStr = NO_SECRET


class VectorstoreSettings(_Checked):
    """[vectorstore]: what keeps the vectors in the data folder; a URL keeps them on a Chroma server, whatever the kind."""

    kind: Literal["auto", "numpy", "chroma"] = "auto"
    url: Url = ""


class DatabaseSettings(_Checked):
    """[database]: "" keeps SQLite in the data folder; the password of a server stands beside its address, not in it."""

    url: str = ""
    password: SecretStr = NO_SECRET


class LlmSettings(_Checked):
    """[llm]: an OpenAI-compatible endpoint; "" answers without a language model. `timeout` in seconds, for the whole answer.

    Beyond `daily_calls` requests or `daily_characters` sent and received in one day (Asia/Shanghai) it is not asked; 0 is none at all.
    """

    base_url: Url = ""
    model: str = ""
    timeout: Annotated[float, Field(gt=0, le=600)] = 20
    daily_calls: Annotated[int, Field(ge=0)] = 2000
    daily_characters: Annotated[int, Field(ge=0)] = 10_000_000
    key: SecretStr = NO_SECRET


class LimitSettings(_Checked):
    """[limits]: chats answered at the same time, messages of one person answered in a minute, the longest question in characters."""

    chats: Annotated[int, Field(ge=1, le=256)] = 8
    per_minute: Annotated[int, Field(ge=0, le=600)] = 30
    question: Annotated[int, Field(ge=50, le=4000)] = 1000


class OpsSettings(_Checked):
    """[ops]: where health and metrics are found while no web server is needed for anything else; `token` opens them to other machines."""

    host: str = "127.0.0.1"
    port: Port = 8081
    token: SecretStr = NO_SECRET


class LogSettings(_Checked):
    """[log]: how lines look, and from which level on they are written."""

    format: Literal["text", "json"] = "text"
    level: Literal["debug", "info", "warning", "error"] = "info"


class TelemetrySettings(_Checked):
    """[telemetry]: an OpenTelemetry collector (OTLP over gRPC) that gets spans; "" sends none. Needs the extra `telemetry`."""

    endpoint: Url = ""


class BackupSettings(_Checked):
    """[backup]: the passphrase that seals and opens backups."""

    passphrase: SecretStr = NO_SECRET


class Config(_Checked):
    """Every setting, checked."""

    app: AppSettings = AppSettings()
    web: WebSettings = WebSettings()
    telegram: TelegramSettings = TelegramSettings()
    embedding: EmbeddingSettings = EmbeddingSettings()
    vectorstore: VectorstoreSettings = VectorstoreSettings()
    database: DatabaseSettings = DatabaseSettings()
    llm: LlmSettings = LlmSettings()
    limits: LimitSettings = LimitSettings()
    ops: OpsSettings = OpsSettings()
    log: LogSettings = LogSettings()
    telemetry: TelemetrySettings = TelemetrySettings()
    backup: BackupSettings = BackupSettings()

    @property
    def folder(self) -> Path:
        """The data folder, absolute once loaded."""
        return Path(self.app.data)


def load(file: Path | None = None, data: Path | None = None) -> Config:
    """The settings of `file` (config.toml of the project by default) with the environment's; `data` wins over both.

    A relative data folder lies beside the file. Raises `ConfigProblem`, which names all that is wrong at once.
    """
    path = (file or ROOT / "config.toml").resolve()
    table = _read(path) if file or path.exists() else {}
    problems = [f"{section}.{key}：密钥不能写在文件里，请用环境变量 {variable(section, key)}" for section, key in _secrets_in(table)]
    if urlsplit(str(_section(table, "database").get("url", ""))).password:
        problems.append(f"database.url：密码不能写在文件里，请用环境变量 {variable('database', 'password')}")
    try:
        config = Config(**_with_environment(table))
    except ValidationError as error:
        problems += [_told(one["loc"], one["type"], one["msg"], one.get("ctx", {})) for one in error.errors()]
    if problems:
        raise ConfigProblem(f"{path.name} 或环境变量有 {len(problems)} 处要改：\n" + "\n".join(f"- {one}" for one in problems))
    folder = data or os.environ.get("XIAOQITONG_DATA") or config.app.data
    return config.model_copy(update={"app": config.app.model_copy(update={"data": str((path.parent / _at(folder, data)).resolve())})})


def secrets_of(config: Config) -> list[str]:
    """The secrets in use, for taking them out of whatever is logged."""
    values: list[SecretStr] = [getattr(getattr(config, section), key) for section, key in sorted(SECRETS)]
    found = [value.get_secret_value() for value in values] + [urlsplit(config.database.url).password or ""]
    return [value for value in found if value]


def variable(section: str, key: str) -> str:
    """The environment variable of a setting."""
    return f"XIAOQITONG_{section}_{key}".upper()


def _at(folder: str | Path, data: Path | None) -> Path:
    # What is typed on the command line is meant from where it is typed.
    return Path(folder).resolve() if data else Path(folder).expanduser()


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigProblem(f"读不到设置文件 {path}：{error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigProblem(f"设置文件 {path.name} 不是正确的 TOML：{error}") from error


def _with_environment(table: dict[str, Any]) -> dict[str, Any]:
    """The file's values, with the environment's in place of those that it names too."""
    whole = dict(table)
    for name, value in os.environ.items():
        prefix, _, setting = name.lower().partition("_")
        section, _, key = setting.partition("_")
        if prefix == "xiaoqitong" and key and section in Config.model_fields:
            whole[section] = {**_section(whole, section), key: value}
    return whole


def _secrets_in(table: dict[str, Any]) -> list[tuple[str, str]]:
    return sorted((section, key) for section, key in SECRETS if key in _section(table, section))


def _section(table: dict[str, Any], name: str) -> dict[str, Any]:
    section = table.get(name)
    return section if isinstance(section, dict) else {}


def _told(loc: tuple[int | str, ...], kind: str, message: str, context: dict[str, Any]) -> str:
    name = ".".join(str(part) for part in loc)
    if kind == "literal_error":
        return f"{name}：只能是 {str(context['expected']).replace(' or ', ' 或 ')}"
    if kind == "string_pattern_mismatch":
        return f"{name}：" + ("要写以 http:// 或 https:// 开头的地址" if context["pattern"] == _URL else "要写 6 位地区代码，例如 150200")
    limits = {"ge": "不能小于", "gt": "要大于", "le": "不能大于", "lt": "要小于"}
    bounds = [f"{words} {context[bound]:g}" for bound, words in limits.items() if bound in context]
    return f"{name}：{'，'.join(bounds) or _WORDS.get(kind, message)}"
