"""Where a signature begins: the sigdash and its relatives, "sent from", list footers, disclaimers.

Takes the lines somebody wrote (history already taken out), gives the index of the first line of the
signature. A closing such as "Hormat kami" with a name stays with the reply, as people read it; it
begins a signature only when contact details follow (RFC 3676 section 4.3 has only the sigdash).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

LONGEST_SIGNATURE = 25
"""Lines with words a signature may have after a delimiter that prose can have too."""

SENT_FROM = (
    "sent from", "sent via", "sent using", "sent by", "sent with", "get outlook for", "download outlook",
    "dikirim dari", "dikirim melalui", "dikirim menggunakan", "dikirim lewat", "terkirim dari",
    "terkirim melalui", "dapatkan outlook untuk", "unduh outlook", "dihantar dari", "dihantar daripada",
    "gesendet von", "von meinem", "gesendet mit", "diese nachricht wurde von", "outlook für", "envoyé de",
    "envoyé depuis", "envoyé avec", "envoyé à partir", "télécharger outlook", "obtenir outlook",
    "obtenez outlook", "enviado desde", "enviado do", "enviado de", "enviado por", "enviado a partir",
    "enviado via", "enviado con", "obtener outlook", "obter o outlook", "inviato da", "inviato dal",
    "ottieni outlook", "scarica outlook", "verzonden vanaf", "verstuurd vanaf", "verzonden met",
    "verstuurd met", "outlook voor", "skickat från", "sendt fra", "sent fra", "hämta outlook", "lähetetty",
    "hanki outlook", "wysłane z", "wysłano z", "pobierz outlook", "отправлено из", "отправлено с",
    "отправлено от", "скачать outlook", "надіслано з", "odesláno z", "odoslané z", "poslano z",
    "poslano iz", "iphone'umdan", "iphone’umdan", "ipad'imden", "android için outlook", "ios için outlook",
    "trimis de pe", "küldve", "elküldve az", "στάλθηκε από", "iphoneから送信", "ipadから送信", "私のiphone", "从我的",
    "發自我的", "发自我的", "傳送自", "发送自", "从 windows", "나의 iphone", "내 iphone", "iphone에서 보냄", "ส่งจาก",
    "được gửi từ", "đã gửi từ", "gửi từ", "أرسلت من", "مرسل من", "נשלח מ", "composed on", "envoyé par",
    "via mobile",
)
CLOSINGS = (
    "hormat kami", "hormat saya", "salam hormat", "dengan hormat kami", "salam", "wassalam",
    "wassalamualaikum", "terima kasih", "terimakasih", "best regards", "kind regards", "warm regards",
    "regards", "best", "sincerely", "yours sincerely", "yours faithfully", "cheers", "thanks", "thank you",
    "many thanks", "thanks & regards", "thanks and regards", "mit freundlichen grüßen",
    "mit freundlichen grüssen", "freundliche grüße", "viele grüße", "beste grüße", "liebe grüße",
    "cordialement", "bien cordialement", "bien à vous", "saludos", "saludos cordiales", "atentamente",
    "un saludo", "cordialmente", "atenciosamente", "att", "abraços", "cordiali saluti", "distinti saluti",
    "saluti", "met vriendelijke groet", "met vriendelijke groeten", "groeten", "vriendelijke groet",
    "med vänlig hälsning", "med vänliga hälsningar", "vänliga hälsningar", "med venlig hilsen",
    "venlig hilsen", "med vennlig hilsen", "vennlig hilsen", "ystävällisin terveisin", "terveisin",
    "pozdrawiam", "z poważaniem", "z powazaniem", "с уважением", "з повагою", "s pozdravem", "üdvözlettel",
    "saygılarımla", "iyi çalışmalar", "με εκτίμηση", "cu stimă", "yang benar", "salam sejahtera",
    "best wishes",
)
DISCLAIMERS = (
    "this e-mail and any", "this email and any", "this e-mail message", "this email message",
    "this message and any", "this message (including", "this e-mail (including", "this email (including",
    "this e-mail is confidential", "this email is confidential", "this message is confidential",
    "this message contains confidential", "this email contains confidential", "this e-mail may contain",
    "this email may contain", "this message may contain", "this communication is", "this transmission",
    "the information contained in this", "the information transmitted", "the information in this e",
    "the contents of this e", "confidentiality notice", "confidentiality note", "confidential:",
    "disclaimer", "legal notice", "privileged/confidential", "important notice:", "notice: this e",
    "please consider the environment", "email ini", "e-mail ini", "surel ini", "surat elektronik ini",
    "pesan ini dan", "pesan ini beserta", "pesan ini bersifat", "informasi dalam email",
    "informasi yang terkandung", "isi email ini", "penafian", "sangkalan", "pernyataan kerahasiaan",
    "peringatan kerahasiaan", "diese e-mail enthält", "diese nachricht enthält", "ce message et",
    "ce message est", "ce courriel", "este mensaje", "este correo", "esta mensagem", "aviso legal",
    "questo messaggio", "le informazioni contenute", "dit bericht", "de informatie", "this inbox is",
    "e-mel ini", "该邮件", "本邮件", "このメールは",
)
DISCLAIMER_WORDS = re.compile(
    r"confiden|privileg|intended|recipient|unauthori|virus|rahasia|penerima|ditujukan|lampiran|vertraulich|empfänger|"
    r"destinat|confid|riservat|geadresseerde|vertrouwelijk|print|mencetak|environment|lingkungan|机密|保密|機密",
    re.IGNORECASE,
)

_DASHES = re.compile(r"\s{0,3}(?:--|—|–|-{2,3}|_{2,}|={2,}|~{2,}|#{2,}|\*{2,3}|\+{2,})\s{0,3}$")
_ONLY_RULES = re.compile(r"[\s\-_=~#*+—–─ᐧ.]{0,200}$")
_LIST_RULE = re.compile(r"\s{0,3}(?:_{20,}|-{20,}|={20,})\s{0,3}$")
_NAME_AFTER_DASH = re.compile(r"\s{0,3}-{1,2}\s?[^\W\d_][^\W\d]{0,20}(?:\s[^\W\d_][\w.]{0,20}){0,2}\.?\s{0,3}$")
_CONTACT = re.compile(
    r"@[\w-]|\bwww\.|https?://|\b(?:tel|telp|telepon|phone|ph|fax|faks|mobile|mob|cell|hp|wa|whatsapp|nip|ext|skype|"
    r"tél|tfno|cel|handy|fon|jl|jalan)\b[.:\s]|\+?\(?\d[\d\s().-]{7,20}\d",
    re.IGNORECASE,
)


def signature_start(lines: Sequence[str]) -> int:
    """Index of the first signature line, `len(lines)` when there is no signature.

    Detectors are asked in turn; each looks only at what the earlier ones left, since a disclaimer
    stands below "sent from", which stands below a sigdash.
    """
    end = len(lines)
    for detector in (_list_footer, _disclaimer, _sent_from, _delimiter, _sent_from, _closing, _dashed_name):
        start = detector(lines[:end])
        while start and start < end and not lines[start - 1].strip():
            start -= 1
        end = start
    return end


def _with_words(lines: Sequence[str]) -> list[int]:
    return [i for i, line in enumerate(lines) if not _ONLY_RULES.match(line[:201])]


def _list_footer(lines: Sequence[str]) -> int:
    """Mailing list software draws a long line and adds a name, an address, a link."""
    worded = _with_words(lines[-12:])
    base = max(0, len(lines) - 12)
    for i in range(len(lines) - 1, base - 1, -1):
        if _LIST_RULE.match(lines[i]):
            below = [lines[base + j] for j in worded if base + j > i]
            linked = any("://" in line or "@" in line for line in below)
            return i if linked and len(below) <= 6 and all(len(line) < 200 for line in below) else len(lines)
    return len(lines)


def _disclaimer(lines: Sequence[str]) -> int:
    """A last paragraph, or the last few, that begin as disclaimers do and speak of recipients or secrecy."""
    start, first = len(lines), len(lines)
    for i in range(len(lines) - 1, max(-1, len(lines) - 60), -1):
        line = lines[i].strip(" \t*_-")[:LONGEST_LINE]
        if not line:
            continue
        if line.lower().startswith(DISCLAIMERS) and DISCLAIMER_WORDS.search(" ".join(lines[i : i + 4])[:2000]):
            first = i
        start = i
    return first if start < len(lines) else len(lines)


LONGEST_LINE = 1000


def _sent_from(lines: Sequence[str]) -> int:
    """A short line such as "Sent from my iPhone" with nothing but rules and one more short line below."""
    worded = _with_words(lines)
    for i in reversed(worded[-2:]):
        line = lines[i].strip(" \t*_[(>-—").lower()
        if len(line) <= 120 and line.startswith(SENT_FROM):
            return i
    return len(lines)


def _delimiter(lines: Sequence[str]) -> int:
    """The first delimiter that has little enough below it. Rules at the very end count too."""
    worded = _with_words(lines)
    if not worded:
        return len(lines)
    for i, line in enumerate(lines):
        if line[:9].strip() and _DASHES.match(line[:20]) and worded[0] < i:
            below = sum(j > i for j in worded)
            if below == 0 or (line.strip() in ("--", "---", "—", "–", "__") and below <= LONGEST_SIGNATURE):
                return i
    return worded[-1] + 1


def _closing(lines: Sequence[str]) -> int:
    """A closing near the end with contact details below it, all in short lines."""
    worded = _with_words(lines)
    for position, i in enumerate(worded[-12:], start=max(0, len(worded) - 12)):
        below = [lines[j] for j in worded[position + 1 :]]
        if lines[i].strip(" \t,.!*-").lower() in CLOSINGS and position and below:
            short = all(len(line) < 120 for line in below)
            return i if short and any(_CONTACT.search(line) for line in below[1:]) else len(lines)
    return len(lines)


def _dashed_name(lines: Sequence[str]) -> int:
    """ "- Roman" alone in the last paragraph."""
    worded = _with_words(lines)
    if len(worded) < 2 or lines[worded[-1] - 1].strip():
        return len(lines)
    return worded[-1] if _NAME_AFTER_DASH.match(lines[worded[-1]][:80]) else len(lines)
