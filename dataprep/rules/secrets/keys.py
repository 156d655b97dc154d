"""The formats of keys and tokens, with the page that publishes each.

The table goes from the certain to the guess: the first shape that takes a value names it.
"""

from __future__ import annotations

from functools import cache

from dataprep.model import Severity
from dataprep.rules.secrets import structures
from dataprep.rules.secrets.shapes import Judge, Shape, Table

_DATE = "2026-11-21"
_GITHUB = (
    "github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats"
)
_SCANNED = "docs.github.com/code-security, supported secret scanning patterns"
_W, _ALNUM, _HEX = "[A-Za-z0-9_-]", "[A-Za-z0-9]", "[0-9a-f]"

# What it is | how it begins, `|` between spellings | what follows, of exact length | page.
_PREFIXED = (
    ("AWS access key id", "AKIA|ASIA", "[A-Z2-7]{16}",
     "docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html"),
    ("Google API key", "AIza", f"{_W}{{35}}", "cloud.google.com/docs/authentication/api-keys"),
    ("Google OAuth client secret", "GOCSPX-", f"{_W}{{28}}", _SCANNED),
    ("GitHub fine-grained token", "github_pat_", f"{_ALNUM}{{22}}_{_ALNUM}{{59}}", _GITHUB),
    ("GitLab token", "glpat-|gldt-|glrt-|glsoat-", f"{_W}{{20}}",
     "docs.gitlab.com/security/tokens"),
    ("GitLab routable token", "glpat-|glrt-",
     f"{_W}{{27,300}}\\.[0-9a-z]{{2}}\\.?[0-9a-z]{{7,9}}",
     "gitlab.com/gitlab-org/gitlab/-/merge_requests/169322 and its specification"),
    ("GitLab trigger token", "glptt-", f"{_HEX}{{40}}", "docs.gitlab.com/security/tokens"),
    ("GitLab job token", "glcbt-", f"{_W}{{1,5}}_{_W}{{20}}",
     "docs.gitlab.com/security/tokens"),
    ("OpenAI API key", "sk-|sk-proj-|sk-svcacct-|sk-admin-",
     f"{_W}{{20,100}}T3BlbkFJ{_W}{{20,100}}", "platform.openai.com/docs/api-reference"),
    ("Anthropic API key", "sk-ant-api03-|sk-ant-admin01-", f"{_W}{{93}}AA",
     "docs.anthropic.com/en/api/overview"),
    ("Hugging Face token", "hf_", "[A-Za-z]{34}", "huggingface.co/docs/hub/security-tokens"),
    ("Groq API key", "gsk_", f"{_ALNUM}{{52}}", "console.groq.com/docs"),
    ("NVIDIA API key", "nvapi-", f"{_W}{{60,70}}", "docs.api.nvidia.com"),
    ("xAI API key", "xai-", f"{_ALNUM}{{80}}", "docs.x.ai"),
    ("Replicate token", "r8_", f"{_ALNUM}{{37}}", "replicate.com/docs/topics/security/api-tokens"),
    ("Slack expiring token", "xoxe-1-|xoxe.xoxp-1-|xoxe.xoxb-1-", f"{_ALNUM}{{120,200}}",
     "docs.slack.dev/authentication/using-token-rotation"),
    ("Slack token", "xoxb-|xoxp-|xoxe-|xoxa-|xoxr-|xoxs-",
     "[0-9]{10,13}-[0-9]{10,13}[A-Za-z0-9-]{20,64}", "docs.slack.dev/authentication/tokens"),
    ("Slack app token", "xapp-1-", f"A[A-Z0-9]{{8,12}}-[0-9]{{10,14}}-{_HEX}{{64}}",
     "docs.slack.dev/authentication/tokens"),
    ("Slack webhook", "hooks.slack.com/services/",
     f"T[A-Z0-9]{{8,11}}/B[A-Z0-9]{{8,11}}/{_ALNUM}{{24}}",
     "docs.slack.dev/messaging/sending-messages-using-incoming-webhooks"),
    ("Discord webhook", "discord.com/api/webhooks/|discordapp.com/api/webhooks/",
     f"[0-9]{{17,20}}/{_W}{{60,80}}", "discord.com/developers/docs/resources/webhook"),
    ("Stripe secret key", "sk_live_|rk_live_", f"{_ALNUM}{{24,247}}", "docs.stripe.com/keys"),
    ("Stripe webhook secret", "whsec_", f"{_ALNUM}{{32,64}}", "docs.stripe.com/webhooks"),
    ("Square access token", "EAAAE|sq0atp-|sq0csp-", f"{_W}{{22,60}}",
     "developer.squareup.com/docs/build-basics/access-tokens"),
    ("Shopify token", "shpat_|shpca_|shppa_|shpss_", f"{_HEX}{{32}}", "shopify.dev/docs/apps/auth"),
    ("SendGrid API key", "SG.", f"{_W}{{22}}\\.{_W}{{43}}",
     "www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys"),
    ("PyPI token", "pypi-AgEIcHlwaS5vcmc|pypi-AgENdGVzdC5weXBpLm9yZw", f"{_W}{{50,}}",
     "docs.pypi.org/api/secrets"),
    ("RubyGems API key", "rubygems_", f"{_HEX}{{48}}", "guides.rubygems.org/api-key-scopes"),
    ("Docker access token", "dckr_pat_", f"{_W}{{27}}", "docs.docker.com/security/access-tokens"),
    ("DigitalOcean token", "dop_v1_|doo_v1_|dor_v1_", f"{_HEX}{{64}}",
     "docs.digitalocean.com/reference/api/create-personal-access-token"),
    ("HashiCorp Vault token", "hvs.", f"{_W}{{24,120}}",
     "developer.hashicorp.com/vault/docs/concepts/tokens"),
    ("Databricks token", "dapi", f"{_HEX}{{32}}", "docs.databricks.com/dev-tools/auth/pat"),
    ("Postman API key", "PMAK-", f"{_HEX}{{24}}-{_HEX}{{34}}", "learning.postman.com/docs"),
    ("New Relic user key", "NRAK-", "[A-Z0-9]{27}", "docs.newrelic.com/docs/apis/intro-apis"),
    ("Linear API key", "lin_api_", f"{_ALNUM}{{40}}", "linear.app/developers"),
    ("Supabase token", "sbp_", f"{_HEX}{{40}}", "supabase.com/docs/reference/api/introduction"),
)  # fmt: skip

_NAMES = (
    "api[_-]?key|apikey|secret[_-]?key|access[_-]?key|private[_-]?key|client[_-]?secret"
    "|auth[_-]?token|access[_-]?token|api[_-]?token|refresh[_-]?token|bearer[_-]?token|passwd"
    "|password|secret|token"
)
_QUOTE = r"""\\?["'`]?"""
# White space and quotation marks, in a text and as JSON has them.
_GAP = r"""(?:[\\"'`\s]|\\[nrtf])*"""
_HEADER = f"(?i:authorization){_GAP}[:=]"
_CALLED = "(?i:password|passphrase|passwort|kennwort)"
_SIGN = "[!#-&*+./0-9:;=?-Z^_a-~-]"  # what a password in a sentence is made of
_BEGIN, _KEY = "-----BEGIN ", "PRIVATE KEY(?: BLOCK)?-----"


@cache
def shapes() -> Table:
    """Return the table."""
    return Table((*_structured(), *map(_prefixed, _PREFIXED), *_guessed()))


def _prefixed(entry: tuple[str, str, str, str]) -> Shape:
    what, begins, body, page = entry
    starts = tuple(begins.split("|"))
    heads = tuple(one.replace(".", r"\.") for one in starts)
    judge: Judge = structures.exact(len(starts[0]))
    first = body.partition("{")[0]  # a character of the body is enough to wake
    return Shape(
        what,
        tuple(head.replace("/", r"\\?/") + (f"{first}{{2}}" if "[" in first[:1] else "")
              for head in heads),
        f"((?:{'|'.join(heads)}){body})",
        judge,
        f"{page}, {_DATE}",
        starts,
    )  # fmt: skip


def _structured() -> tuple[Shape, ...]:
    """Return the formats that prove themselves."""
    hubs = ("ghp_", "gho_", "ghu_", "ghs_", "ghr_")
    return (
        Shape("private key", (f"{_BEGIN}[A-Z ]{{0,20}}{_KEY}",),
              f"{_BEGIN}[A-Z ]{{0,20}}{_KEY}([^-]+)-----END", structures.private_key,
              f"RFC 7468, {_DATE}", (_BEGIN,), ""),
        Shape("private key", ("PuTTY-User-Key-File-[23]:",),
              r"PuTTY-User-Key-File-[23]:(?s:.*?)Private-Lines: [0-9]+\s+"
              r"([A-Za-z0-9+/=]+(?:\s+[A-Za-z0-9+/=]+)*)\s+Private-MAC", structures.putty_key,
              f"the.earth.li/~sgtatham/putty, appendix C, {_DATE}"),
        Shape("GitHub token", (f"gh[pousr]_{_ALNUM}{{8}}",), f"(gh[pousr]_{_ALNUM}{{36}})",
              structures.checksummed, f"{_GITHUB}, {_DATE}", hubs),
        Shape("npm token", (f"npm_{_ALNUM}{{8}}",), f"(npm_{_ALNUM}{{36}})",
              structures.checksummed, f"docs.npmjs.com/about-access-tokens, {_DATE}", ("npm_",)),
        Shape("Grafana token", (f"glsa_{_ALNUM}{{8}}",), f"(glsa_{_ALNUM}{{32}}_{_HEX}{{8}})",
              structures.crc32_hex,
              f"grafana.com/docs/grafana/latest/administration/service-accounts, {_DATE}",
              ("glsa_",)),
        Shape("JSON Web Token", (r"eyJ[A-Za-z0-9_-]{8,}\.eyJ",),
              rf"(eyJ{_W}{{8,}}\.eyJ{_W}{{8,}}\.{_W}{{16,}})", structures.web_token,
              f"RFC 7519, {_DATE}", ("eyJ",)),
        Shape("Azure storage key", ("AccountKey=", "SharedAccessKey="),
              "AccountKey=([A-Za-z0-9+/]{86}==)", structures.storage_key,
              "learn.microsoft.com/azure/storage/common/storage-configure-connection-string, "
              f"{_DATE}", ("AccountKey=",)),
        Shape("Discord bot token", (rf"\.{_W}{{6}}\.{_W}{{27}}",),
              rf"([MNO]{_W}{{23,27}}\.{_W}{{6}}\.{_W}{{27,38}})", structures.snowflake_token,
              f"discord.com/developers/docs/reference, {_DATE}"),
        Shape("Telegram bot token", (f":AA{_W}{{8}}",), f"([0-9]{{8,10}}:AA{_W}{{33}})",
              structures.exact(11), f"core.telegram.org/bots/api, {_DATE}", (":AA",)),
        Shape("login in a header", (_HEADER,),
              rf"(?i)authorization{_QUOTE}\s*[:=]\s*{_QUOTE}basic ([A-Za-z0-9+/]{{6,}}=*)",
              structures.basic_login, f"RFC 7617, {_DATE}"),
    )  # fmt: skip


def _guessed() -> tuple[Shape, ...]:
    """Return what only its surroundings and its randomness tell."""
    weak = Severity.WARNING
    return (
        Shape("bearer token", (_HEADER,),
              r"(?i)authorization[\"'\\]{0,2}\s*[:=]\s*[\"'\\]{0,2}(?:bearer|token) "
              r"([A-Za-z0-9._~+/=-]{16,})", structures.bearer, f"RFC 6750, {_DATE}"),
        Shape("Twilio API key", ("SK[0-9a-f]{32}",), "(SK[0-9a-f]{32})", structures.exact(2, weak),
              f"www.twilio.com/docs/iam/api-keys, {_DATE}", ("SK",)),
        Shape("Mailgun API key", (f"key-{_HEX}{{2}}",), f"(key-{_HEX}{{32}})",
              structures.exact(4, weak), f"documentation.mailgun.com, {_DATE}", ("key-",)),
        Shape("password on a command line", (r"(?:-u|--user)[ =]\\?[\"']?[A-Za-z0-9_.@-]+:",),
              r"curl (?:[^\n]{0,400} )?(?:-u|--user)[ =][\"']?"
              r"([A-Za-z0-9_.@-]{1,64}:[^\s\"'<>]{6,128})",
              structures.login, f"curl.se/docs/manpage.html, {_DATE}", (" -u", " --user")),
        Shape("password in a sentence", (rf"{_CALLED} (?i:is|ist)(?:: ?| )"
               rf"(?:\\?[\"'`])?{_SIGN}*[0-9]",),
              rf"{_CALLED} (?i:is|ist)(?:: ?| )[\"'`]?"
              rf"({_SIGN}{{0,40}}[0-9](?:{_SIGN}{{0,40}}[A-Za-z0-9!#-&*?@^_~+=-])?)",
              structures.told, f"how people pass on passwords, {_DATE}", (), ""),
        Shape("password in an address", (r":\\?/\\?/[^ /@:\"<>]*:[^ /@:\"<>]+@",),
              r"://([^\s/@:\"'<>]{0,64}:[^\s/@:\"'<>]{3,128}@[A-Za-z0-9.-]+)",
              structures.address_password, f"RFC 3986 section 3.2.1, {_DATE}"),
        Shape("value that looks like a key",
              (rf"(?i:key|secret|token|passwd|password){_GAP}[:=][=>]?{_GAP}"
               r"[A-Za-z0-9+/_=.~!@#$%^&*\\-]{16}",),
              rf"(?i)(?:{_NAMES}){_QUOTE}\s{{0,4}}(?::=|=>|=|:)\s{{0,4}}{_QUOTE}"
              r"([A-Za-z0-9+/_=.~!@#$%^&*-]{16,200})",
              structures.assigned, f"names of settings in public code, {_DATE}"),
    )  # fmt: skip
