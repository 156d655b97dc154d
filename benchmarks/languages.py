"""Templates and words of several languages, and snippets of code: data for `prose.py`."""

from __future__ import annotations

from typing import NamedTuple


class Language(NamedTuple):
    """What sentences of a language are made of.

    Attributes:
        weight: how often it is chosen.
        statements: templates of sentences, with slots such as ``{thing}``.
        questions: templates of questions.
        words: slot -> what may stand there.
        space: what stands between two sentences.
    """

    weight: int
    statements: tuple[str, ...]
    questions: tuple[str, ...]
    words: dict[str, tuple[str, ...]]
    space: str = " "


LANGUAGES = (
    Language(
        60,
        (
            "The {thing} keeps its {part} for {time}, and after that the {person} has to {act} it.",
            "Before you {act} the {thing}, write down the {part}: it cannot be restored {time} later.",
            'If the screen says "{message}", open the {place} and {act} the {part} again.',
            "Most of the time a {adjective} {part} is the reason; a {adjective} {thing} is rare.",
            "Our {person} found that the {thing} in the {place} was {adjective} for {time}.",
            "Please {act} the {part} first, then the {thing}, and wait {time} in between.",
            "It's not the {part} that is {adjective}, it's the {thing} it came with.",
            "Under the {place} there is a second {part}; it works like the first, only {adjective}.",
        ),
        (
            "How do I {act} the {thing} when the {part} is {adjective}?",
            'Why does the {thing} show "{message}" after {time}?',
            "Can the {person} {act} a {part} without the {thing}?",
            "What happens to the {part} if I {act} the {thing} in the {place}?",
        ),
        {
            "thing": (
                "coffee grinder",
                "thermostat",
                "invoice",
                "mailing list",
                "bread oven",
                "router",
                "subscription",
                "tide table",
                "greenhouse",
                "loan",
                "library card",
                "bicycle pump",
                "backup",
                "calendar",
                "water filter",
                "season ticket",
                "printer",
                "spreadsheet",
            ),
            "part": (
                "filter",
                "serial number",
                "warranty",
                "second page",
                "battery",
                "password",
                "delivery address",
                "lid",
                "reading",
                "list of names",
                "cable",
                "receipt",
                "seal",
                "time zone",
                "draft",
                "spare key",
                "history",
                "label",
            ),
            "act": (
                "replace",
                "export",
                "cancel",
                "clean",
                "renew",
                "measure",
                "return",
                "print",
                "restart",
                "share",
                "lock",
                "unpack",
                "repair",
                "move",
                "archive",
                "rename",
            ),
            "person": (
                "clerk",
                "neighbour",
                "owner",
                "night shift",
                "editor",
                "apprentice",
                "guest",
            ),
            "place": ("settings", "cellar", "annex", "drawer", "front office", "sidebar", "depot"),
            "adjective": (
                "worn",
                "unusually slow",
                "damp",
                "out of date",
                "half full",
                "too long",
                "silent",
                "well hidden",
                "missing",
                "brand-new",
                "loose",
                "unreadable",
            ),
            "time": ("two days", "an hour", "30 minutes", "one billing period", "a week", "90 s"),
            "message": ("no signal", "try again", "E-17: door open", "not found", "paper jam"),
        },
    ),
    Language(
        9,
        (
            "Die {thing} gehört in den {place}, sonst wird der {part} nach {time} unlesbar.",
            "Wer {thing} und {part} verwechselt, muss {time} warten und von vorn beginnen.",
            "Prüfen Sie zuerst den {part}; die {thing} selbst ist selten die Ursache für „{message}“.",
            "Für die {thing} gelten übrigens größere Maße als für den {part} im {place}.",
        ),
        ("Warum zeigt die {thing} „{message}“ an?", "Wie lange hält der {part} im {place}?"),
        {
            "thing": ("Rechnung", "Kaffeemühle", "Fahrkarte", "Sicherung", "Heizung", "Bestellung"),
            "part": ("Deckel", "Schlüssel", "Zählerstand", "Aufkleber", "Entwurf", "Akku"),
            "place": ("Keller", "Flur", "Ordner", "Schrank", "Anhang"),
            "time": ("zwei Tagen", "einer Stunde", "vierzehn Tagen", "drei Wochen"),
            "message": ("kein Signal", "Tür offen", "Papierstau", "ungültig"),
        },
    ),
    Language(
        8,
        (
            "La {thing} se trouve derrière le {part} ; comptez {time} pour l’atteindre.",
            "N’oubliez pas de noter le {part} avant d’ouvrir la {thing}, même si c’est « {message} ».",
            "Après {time}, le {part} s’efface et la {thing} doit être refaite à l’{place}.",
        ),
        ("Où puis-je déposer la {thing} sans le {part} ?", "Que veut dire « {message} » ?"),
        {
            "thing": ("facture", "cafetière", "réservation", "clé", "sauvegarde", "carte"),
            "part": ("couvercle", "numéro de série", "reçu", "câble", "relevé", "brouillon"),
            "place": ("accueil", "étage", "atelier", "entrepôt"),
            "time": ("deux heures", "quinze jours", "une semaine"),
            "message": ("aucun signal", "à réessayer", "porte ouverte"),
        },
    ),
    Language(
        8,
        (
            "El {part} está junto a la {thing}; en {time} debería volver a funcionar.",
            "¿Dice «{message}»? Entonces la {thing} necesita otro {part}, según el manual.",
            "Mañana revisaremos la {thing} y, si hace falta, el {part} de la {place}.",
        ),
        ("¿Cómo devuelvo la {thing} si perdí el {part}?", "¿Qué significa «{message}»?"),
        {
            "thing": ("impresora", "lámpara", "suscripción", "bicicleta", "cosecha", "contraseña"),
            "part": ("filtro", "recibo", "número de serie", "año de compra", "tapón", "cable"),
            "place": ("oficina", "cocina", "estación", "biblioteca"),
            "time": ("dos días", "una hora", "tres semanas"),
            "message": ("sin señal", "puerta abierta", "inténtelo más tarde"),
        },
    ),
    Language(
        6,
        (
            "Если {thing} не включается, проверьте {part} и подождите {time}.",
            "Через {time} {thing} снова покажет «{message}», и {part} придётся заменить.",
            "Запишите {part} до того, как {thing} окажется на складе.",
        ),
        ("Почему {thing} показывает «{message}»?", "Где находится {part}?"),
        {
            "thing": ("принтер", "насос", "счётчик", "заказ", "фонарь"),
            "part": ("серийный номер", "фильтр", "ключ", "адрес доставки"),
            "time": ("два дня", "час", "три недели"),
            "message": ("нет сигнала", "дверь открыта", "ошибка"),
        },
    ),
    Language(
        5,
        (
            "如果{thing}显示“{message}”，请先检查{part}，{time}后再试。",
            "{thing}的{part}在背面，更换大约需要{time}。",
            "请保存{part}，没有它就无法退回{thing}。",
        ),
        ("为什么{thing}一直显示“{message}”？", "{part}丢了怎么办？"),
        {
            "thing": ("打印机", "咖啡机", "路由器", "订单", "自行车"),
            "part": ("序列号", "滤网", "收据", "电池", "密码"),
            "time": ("两天", "一小时", "三个星期"),
            "message": ("没有信号", "请重试", "门未关"),
        },
        "",
    ),
    Language(
        4,
        (
            "{thing}の{part}は{time}ごとに交換してください。",
            "「{message}」と表示されたら、{part}を確認してから{thing}を再起動します。",
        ),
        ("{thing}に「{message}」と出るのはなぜですか。", "{part}はどこにありますか。"),
        {
            "thing": ("プリンター", "浄水器", "予約", "時計"),
            "part": ("フィルター", "保証書", "電池", "鍵"),
            "time": ("二日", "一時間", "三週間"),
            "message": ("信号なし", "もう一度", "用紙切れ"),
        },
        "",
    ),
)

NAMES = ("total", "rows", "limit", "cache", "readings", "price", "queue", "offset", "labels")
SNIPPETS = (
    "def {a}_of({b}: list[float]) -> float:\n    {c} = 0.0\n    for value in {b}:\n"
    '        if value != value:\n            raise ValueError("not a number: %r" % value)\n'
    "        {c} += value * {n}\n    return {c} / max(len({b}), 1)",
    "SELECT {a}, COUNT(*) AS {b}\nFROM {c}_log\nWHERE {b} > {n} AND note <> 'n/a'\nGROUP BY {a};",
    'function {a}({b}, {c} = {n}) {{\n  return {b}.filter((x) => x.id !== "{c}" && x.n > {c});\n}}',
    '{{\n  "{a}": {n},\n  "{b}": ["x", "y\\\\n", null],\n  "{c}": {{"path": "C:\\\\data\\\\{a}"}}\n}}',
    'for {a} in *.csv; do\n  cut -d";" -f{n} "${a}" | sort -u > "{b}.txt" || exit 1\ndone',
)
