"""What language models say when they refuse or speak of themselves, in some languages.

One list serves both the check and the scan. In it `'` stands for either apostrophe, and letters beyond
ASCII are written as they are; in JSON both may stand as escapes.
"""

from __future__ import annotations

import re

from dataprep.rules.text.spelling import spelled

_MADE = "(?:developed|trained|created|made|built|designed) by"
_AI = "(?:AI|artificial intelligence)"
_MODEL = "(?:large )?(?:language|text|chat) ?(?:model|assistant|bot)"
_KINDS = f"(?:{_MODEL}|model|(?:virtual |digital )?assistant|chatbot)"
# What a model calls itself, with what must follow: a company may say "as an AI startup" of itself.
SELF = (
    rf"[Aa]s an? (?:{_AI} {_MODEL}|large language model|{_AI} ?{_KINDS})\b",
    rf"[Aa]s an? {_AI}(?:,| I\b| {_MADE}| (?:system|program|bot|tool),? I\b)",
    rf"I(?:'m| am) (?:just|only|merely|simply) an? (?:{_AI}(?: {_KINDS})?|{_MODEL})(?:[,.!;]| {_MADE}| (?:and|so|that|without|with no)\b)",  # noqa: E501
    r"I(?:'m| am) (?:ChatGPT|GPT-?[345]|Claude|Bard|Gemini)\b",
    r"[Tt]rained by (?:OpenAI|Anthropic|Google),? (?:and )?I\b",
    r"[Mm]y (?:knowledge|training data|training) ?(?:cut-?off|cut off)",
    r"[Aa]s of my (?:last|latest|most recent) (?:knowledge |training )?(?:update|cut-?off)",
    r"[Aa]ls (?:ein |eine )?(?:großes )?(?:KI-|AI-)?(?:Sprachmodell|Sprachassistent|Sprach-KI)\b",
    r"[Aa]ls (?:ein |eine )?(?:KI|künstliche Intelligenz|KI-Modell|KI-Assistent|KI-Chatbot)(?:,| (?:habe|kann|bin|darf|besitze|verfüge|wurde) ich\b)",  # noqa: E501
    r"[Ee]n tant qu(?:e (?:grand )?mod(?:e|è)le (?:de langage|linguistique|d'IA|de langue)|'(?:IA|intelligence artificielle|assistant(?: virtuel)? (?:IA|d'IA))\b)",  # noqa: E501
    r"[Cc]omo (?:un )?(?:gran )?modelo de (?:lenguaje|IA)\b",
    r"(?:Como|como una?) (?:IA|inteligencia artificial|asistente de IA),",
    r"(?:[Ii]n quanto|[Cc]ome) (?:grande )?(?:modello (?:linguistico|di linguaggio|di IA))",
    r"(?:In quanto|in quanto|Come) (?:IA|AI|intelligenza artificiale|assistente (?:AI|IA)),",
    r"[Cc]omo (?:um )?(?:grande )?modelo de linguagem\b",
    r"(?:Como|como uma?) (?:inteligência artificial|assistente de IA),",
)
_THAT = "(?:that|this)"
_FACTS = (
    "(?:information|assistance|guidance|advice|instructions|opinions?|personal|medical|legal|financial|"
    "real-time|content|specific (?:information|advice)|support for|a (?:response|opinion)|an opinion|"
    "an answer to (?:that|this)|details about (?:that|this))"
)
_DO = (
    rf"(?:be able to )?(?:assist (?:you )?with {_THAT}|help (?:you )?with {_THAT}(?: request)?(?:[.,!]|$)"  # noqa: E501
    rf"|fulfill? (?:that|this|your)|comply with (?:that|this|your)|continue this conversation"
    rf"|answer {_THAT} question(?:[.,!]|$))"
)
# The subject is asked for by the check only: a pronoun is everywhere, what follows it is not.
REFUSED = (
    rf"(?:can(?:not|'t| not)|am unable to|am not able to|'m unable to|'m not able to|won't) {_DO}",
    rf"(?:am|'m|'re) (?:unable|not able) to provide (?:you with )?(?:any |the |such )?{_FACTS}\b",
)
OTHERS = (
    r"[Dd](?:abei|amit) kann ich (?:Ihnen |dir |euch )?(?:leider )?nicht (?:weiter)?(?:helfen|dienen)",
    r"kann ich (?:Ihnen |dir |euch )?(?:leider )?(?:dabei|damit|bei dieser (?:Anfrage|Bitte)) (?:leider )?nicht (?:weiter)?helfen",  # noqa: E501
    r"kann (?:Ihnen |dir |euch )?(?:dabei|damit|bei dieser (?:Anfrage|Bitte)) (?:leider )?nicht (?:weiter)?helfen",  # noqa: E501
    r"ne (?:peux|puis) pas (?:vous aider|t'aider|aider) (?:avec|à|pour) (?:cela|ça|cette (?:demande|requête))",  # noqa: E501
    r"ne (?:peux|puis) pas (?:répondre à|satisfaire|accéder à) (?:cette|votre|ta) (?:demande|requête)",
    r"pas en mesure de (?:vous aider|t'aider|répondre à cette|répondre à votre)",
    r"no puedo (?:ayudarte|ayudarle|ayudar|asistirte) con (?:eso|esto|esa|ese|esta solicitud)",
    r"non posso (?:aiutarti|aiutarla|aiutarLa|aiutare|assisterti) con (?:questo|questa|quella|ciò)",
    r"não posso (?:ajudá-lo|ajudar você|te ajudar|ajudar) com (?:isso|isto|essa|esse|esta)",
)


def for_texts(phrase: str) -> str:
    """Return a phrase as a pattern over a text."""
    return phrase.replace("'", "['\u2019]")


def for_json(phrase: str) -> str:
    """Return a phrase as an RE2 pattern over the bytes of a row as JSON."""
    phrase = phrase.replace("(?:[.,!]|$)", '[.,!"]')
    written = "".join(one if one.isascii() else spelled(one) for one in phrase)
    return written.replace("'", f"(?:'|{spelled(chr(0x2019))})")


def pattern() -> re.Pattern[str]:
    """Return what takes any of the phrases in a text."""
    subject = "\\b(?:I|[Ww]e) ?"
    whole = (*SELF, *OTHERS, *(f"{subject}{one}" for one in REFUSED))
    return re.compile("|".join(for_texts(one) for one in whole))
