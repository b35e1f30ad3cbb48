"""How mail clients introduce what they quote: attribution lines, header blocks, separators.

Takes lines of text, says where history begins. The tables below are words of clients in the
languages they are sold in; the shapes around them (a date, an address, a colon at the end) are the
same everywhere, so that an unknown language is mostly understood too. Every pattern is anchored and
bounded, and looks at one line or at most four joined ones: time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

LONGEST_LINE = 1000
"""Characters of a line that are looked at."""
LONGEST_ATTRIBUTION = 600

WROTE_LAST = (
    "menulis", "tulis", "wrote", "writes", "a écrit", "a ecrit", "escribió", "escribio", "escribe",
    "va escriure", "escreveu", "ha scritto", "scrive", "napisał", "napisała", "napisał(a)", "pisze",
    "написал", "написала", "написал(а)", "пишет", "написав", "написала(в)", "пише", "napsal", "napsala",
    "napsal(a)", "napísal", "napísal(a)", "napisao", "napisala", "napisao/la", "je napisao/la",
    "je napisal", "napisal/-a", "írta", "ezt írta", "a scris", "έγραψε", "yazdı", "şunu yazdı",
    "tarihinde şunları yazdı", "написа", "rašė", "rakstīja", "kirjutas", "kirjoitti", "skrifaði",
    "đã viết", "viết", "เขียนว่า", "เขียน", "写道", "寫道", "写", "写到", "写信", "さんは書きました", "さんが書きました", "のメール",
    "님이 작성", "님이 작성함", "작성", "کتب", "كتب", "כתב", "כתב/ה", "‫כתב", "ने लिखा", "ले लेख्नुभयो", "schrieb",
    "schreef", "skrev", "het geskryf", "ak ekri",
)
WROTE_INSIDE = (
    "schrieb", "schreef", "skrev", "kirjoitti", "geschreven", "escribió", "escreveu", "wrote", "menulis",
    "написал", "napisał", "napsal", "yazdı", "a écrit", "ha scritto",
)
OPENERS = (
    "Pada", "On", "At", "Am", "Le", "El", "Em", "Il", "In data", "Il giorno", "Op", "Den", "På", "Dnia",
    "W dniu", "Dne", "Dňa", "Dana", "Vào", "Vào lúc", "Στις", "La", "Pe", "A", "In", "On the", "De",
    "Em ter", "Kuupäeval", "Le lun", "于", "在", "Tarihinde", "Ngày", "Lúc", "เมื่อ", "เมื่อวันที่", "في",
    "ב", "בתאריך", "În data",
)

FROM = (
    "From", "Dari", "Daripada", "Pengirim", "Von", "De", "Da", "Van", "Från", "Fra", "Od", "Lähettäjä",
    "От", "Від", "Kimden", "Gönderen", "Feladó", "Expéditeur", "Remitente", "Mittente", "Afzender",
    "Absender", "Από", "De la", "Pošiljatelj", "Odesílatel", "差出人", "送信者", "发件人", "寄件者", "寄件人", "보낸 사람",
    "보낸사람", "จาก", "Từ", "من", "מאת", "Saatja", "No", "Nuo", "Message du", "От кого", "प्रेषक",
)
SENT = (
    "Sent", "Date", "Dikirim", "Tanggal", "Terkirim", "Dihantar", "Tarikh", "Gesendet", "Datum", "Envoyé",
    "Envoyé le", "Enviado", "Enviado el", "Enviado em", "Enviada em", "Enviada", "Fecha", "Data",
    "Data di invio", "Inviato", "Verzonden", "Skickat", "Sendt", "Dato", "Wysłano", "Data wysłania",
    "Lähetetty", "Päivämäärä", "Отправлено", "Дата", "Надіслано", "Gönderildi", "Gönderme Tarihi", "Tarih",
    "Elküldve", "Dátum", "Στάλθηκε", "Ημερομηνία", "Trimis", "Odesláno", "Poslano", "送信日時", "日時", "日付",
    "发送时间", "发送日期", "日期", "寄件日期", "傳送時間", "보낸 날짜", "날짜", "วันที่", "ส่ง", "Đã gửi", "Ngày", "التاريخ",
    "تاريخ الإرسال", "נשלח", "תאריך", "Message du",
)
TO = (
    "To", "Kepada", "Ke", "Tujuan", "An", "À", "A", "Para", "Aan", "Till", "Til", "Do", "Vastaanottaja",
    "Кому", "Kime", "Alıcı", "Címzett", "Προς", "Către", "Komu", "Za", "宛先", "收件人", "收件者", "받는 사람", "받는사람",
    "ถึง", "Tới", "Đến", "إلى", "אל", "Destinataire", "Destinatário", "Destinatario", "Cc", "CC",
    "Tembusan", "Salinan", "Kopie", "Copie à", "Kopia", "Копия", "抄送", "副本", "참조", "Reply-To", "Balas Ke",
)
SUBJECT = (
    "Subject", "Perihal", "Subjek", "Hal", "Judul", "Betreff", "Objet", "Asunto", "Assunto", "Oggetto",
    "Onderwerp", "Ämne", "Emne", "Temat", "Aihe", "Тема", "Konu", "Tárgy", "Θέμα", "Subiect", "Předmět",
    "Predmet", "Naslov", "Zadeva", "件名", "题名", "主题", "主旨", "제목", "เรื่อง", "หัวเรื่อง", "Chủ đề",
    "الموضوع", "נושא", "Assumpte",
)

ORIGINAL = (
    "original message", "reply message", "original email", "original mail", "original text", "pesan asli",
    "pesan awal", "pesan sebelumnya", "pesan semula", "email asli", "mesej asal",
    "ursprüngliche nachricht", "ursprungliche nachricht", "originalnachricht", "antwort nachricht",
    "message d'origine", "message original", "message initial", "mensaje original", "mensagem original",
    "messaggio originale", "oorspronkelijk bericht", "originele bericht", "oorspronkelijke bericht",
    "ursprungligt meddelande", "originalmeddelande", "oprindelig meddelelse", "opprinnelig melding",
    "alkuperäinen viesti", "alkuperainen viesti", "wiadomość oryginalna", "oryginalna wiadomość",
    "исходное сообщение", "пересылаемое сообщение", "původní zpráva", "původní e-mail", "eredeti üzenet",
    "orijinal mesaj", "orijinal ileti", "αρχικό μήνυμα", "mesaj original", "original meddelelse", "原始邮件",
    "原始郵件", "元のメッセージ", "original message follows", "원본 메시지", "원본 메일", "ข้อความต้นฉบับ", "thư gốc",
    "tin nhắn gốc", "الرسالة الأصلية", "הודעה מקורית",
)
FORWARDED = (
    "forwarded message", "forwarded mail", "forwarded email", "begin forwarded message", "pesan terusan",
    "pesan diteruskan", "pesan yang diteruskan", "mulai pesan yang diteruskan", "awal pesan terusan",
    "mesej yang dimajukan", "weitergeleitete nachricht", "anfang der weitergeleiteten nachricht",
    "message transféré", "message transmis", "début du message transféré", "début du message réexpédié",
    "mensaje reenviado", "inicio del mensaje reenviado", "mensagem encaminhada",
    "início da mensagem encaminhada", "mensagem reenviada", "messaggio inoltrato",
    "inizio messaggio inoltrato", "doorgestuurd bericht", "begin doorgestuurd bericht",
    "vidarebefordrat meddelande", "vidarebefordrat mail", "videresendt meddelelse", "videresendt melding",
    "välitetty viesti", "przekazana wiadomość", "treść przekazanej wiadomości", "пересланное сообщение",
    "начало переадресованного сообщения", "переслане повідомлення", "přeposlaná zpráva",
    "továbbított üzenet", "yönlendirilmiş mesaj", "iletilmiş mesaj", "iletilen ileti", "προωθημένο μήνυμα",
    "mesaj redirecționat", "转发的邮件", "轉寄郵件", "轉寄的郵件", "転送メッセージ", "전달된 메시지", "전달된 메일", "ข้อความที่ส่งต่อ",
    "thư chuyển tiếp", "tin nhắn đã chuyển tiếp", "رسالة معاد توجيهها", "הודעה שהועברה",
)
FORWARD_SUBJECT = re.compile(
    r"\s{0,9}(?:\[[^\]]{0,60}\]\s{0,9})?(?:fwd?|fw|trs|terusan|tr|wg|wtr|rv|enc|i|pd|vs|vb|vl|doorst|ilt|továbbítás|"
    r"转发|轉寄|転送|전달|пересл|hs)\s{0,3}[:：]",
    re.IGNORECASE,
)


class Mark(StrEnum):
    """What a line of its own announces."""

    ORIGINAL = "original"
    FORWARDED = "forwarded"


def _any_of(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_LABEL_HEAD = r"[\s>*_·|]{0,20}(?:"
_LABEL_TAIL = r")\s{0,3}\*{0,2}\s{0,3}[:：]"
_LABELS = {
    kind: re.compile(_LABEL_HEAD + _any_of(words) + _LABEL_TAIL, re.IGNORECASE)
    for kind, words in (("from", FROM), ("sent", SENT), ("to", TO), ("subject", SUBJECT))
}
_RULE_CHARACTERS = "-_=*—–─"
_RULE = re.compile(r"\s{0,20}(?:[-_=*—–─]\s?){5,400}\s{0,20}$")
_ADDRESS = re.compile(r"[^\s<>@]@[^\s<>@]{1,80}\.\w|[\w.]@[\w-]{3}|mailto:")
_TIME = re.compile(r"\b\d{1,2}[:.h]\d{2}\b|\d{1,2}\s?[時时시点]|\b\d{1,2}\s?[ap]\.?m\b", re.IGNORECASE)
_DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\d{4}\s?[年년]|\b\d{1,2}\.?[\s-]{1,2}[^\W\d]{3,12}\b"
)
_WROTE_INSIDE = re.compile(r"\b(?:" + _any_of(WROTE_INSIDE) + r")\b", re.IGNORECASE)
_OPENER = re.compile(r"[\s>*_-]{0,9}(?:" + _any_of(OPENERS) + r")\b[\s,]{0,3}[^\n]{0,40}?\d", re.IGNORECASE)
_DATE_FIRST = re.compile(r"[\s>*]{0,9}(?:[^\W\d]{1,14}[.,]{0,2}\s){0,2}\d{1,4}(?:[./-]|\s?[年년]|\.?\s[^\W\d]{3,12})")
_COLON_LAST = re.compile(r"[:：][\s*_]{0,5}$")
_ADDRESS_LAST = re.compile(r"@[^\s@<>]{3,80}\s?>[\s*]{0,5}$")


def mark_at(line: str) -> Mark | None:
    """What a separator such as `-----Original Message-----` says is below it."""
    bare = line[:LONGEST_LINE].strip(" \t>*")
    words = bare.strip(" \t:：" + _RULE_CHARACTERS).lower()
    if not 3 <= len(words) <= 80:
        return None
    ruled = len(bare) > 4 and all(c in _RULE_CHARACTERS for c in bare[:2] + bare.rstrip(" :：")[-2:])
    if words.startswith(FORWARDED) and (ruled or words in FORWARDED):
        return Mark.FORWARDED
    return Mark.ORIGINAL if ruled and (words in ORIGINAL or words.endswith(WROTE_LAST)) else None


def is_rule(line: str) -> bool:
    """A drawn line: dashes, underscores or equal signs and nothing else."""
    return _RULE.match(line[:LONGEST_LINE]) is not None


def is_forward_subject(subject: str) -> bool:
    return FORWARD_SUBJECT.match(subject[:200]) is not None


def header_block_length(lines: Sequence[str], start: int) -> int:
    """How many lines the From/Sent/To/Subject block beginning here has; 0 when none begins.

    A form about a journey has From, To and Date as well, so an address must be there, or all of
    author, time of day and subject.
    """
    if _label(lines[start]) not in ("from", "sent"):
        return 0
    kinds: set[str] = set()
    last = start
    for i in range(start, min(start + 14, len(lines))):
        kind = _label(lines[i])
        if kind is not None:
            kinds.add(kind)
            last = i
        elif i - last > 3 or (len(kinds) > 2 and not lines[i].strip()):
            break
    block = " ".join(line[:LONGEST_LINE] for line in lines[start : last + 1])
    sure = _ADDRESS.search(block) or ({"from", "subject"} <= kinds and _TIME.search(block))
    return last - start + 1 if "sent" in kinds and len(kinds) > 1 and sure else 0


def _label(line: str) -> str | None:
    line = line[:80]
    if ":" not in line and "：" not in line:
        return None
    return next((kind for kind, label in _LABELS.items() if label.match(line)), None)


def attribution_length(lines: Sequence[str], end: int, *, quote_follows: bool) -> int:
    """How many lines the attribution ending at line `end` has; 0 when no attribution ends there.

    Clients wrap it after some seventy characters, so up to four lines are joined. The shortest
    reading wins, unless a longer one begins with a known opening ("On ...", "Pada ...").
    """
    last = lines[end][-LONGEST_LINE:]
    if not (_COLON_LAST.search(last[-8:]) or _says_wrote(last) or (quote_follows and _ADDRESS_LAST.search(last[-99:]))):
        return 0
    found = 0
    for length in range(1, 5):
        first = end - length + 1
        if first < 0 or not lines[first].strip():
            break
        joined = " ".join(line.strip() for line in lines[first : end + 1])
        if len(joined) > LONGEST_ATTRIBUTION:
            break
        if _introduces(joined, quote_follows=quote_follows) and (not found or _opens(joined)):
            found = length
    return found


def _says_wrote(text: str) -> bool:
    """The text ends with "wrote", with or without its colon."""
    text = text[-60:].rstrip(" \t:：*_").lower()
    if not text.endswith(WROTE_LAST):
        return False
    before = next(text[: -len(word)][-1:] for word in WROTE_LAST if text.endswith(word))
    return not (before.isascii() and before.isalnum())


def _opens(joined: str) -> bool:
    return _OPENER.match(joined) is not None or _DATE_FIRST.match(joined) is not None


def _introduces(joined: str, *, quote_follows: bool) -> bool:
    address, opens = _ADDRESS.search(joined) is not None, _opens(joined)
    timed = _TIME.search(joined) is not None
    dated = timed or _DATE.search(joined) is not None
    if _says_wrote(joined):
        return (opens and (dated or quote_follows)) or address or (quote_follows and dated)
    if _COLON_LAST.search(joined[-8:]) and _WROTE_INSIDE.search(joined):
        return (opens or address) and timed
    return address and dated and (opens or quote_follows)
