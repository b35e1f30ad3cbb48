"""Answers of responders that send no header: known subjects, and vacation wording.

Takes a `Letter` or its subject. A person may write that they are on leave and ask something in the
same mail, so wording alone decides only when the mail calls itself automatic, or when absence and
return or substitute are all it speaks of.
"""

from __future__ import annotations

import re

from ingest.parsed import Letter

SUBJECTS = (
    "automatic reply", "auto reply", "auto-reply", "autoreply", "auto response", "auto-response",
    "autoresponse", "automated reply", "automated response", "automatic response", "out of office",
    "out of the office", "ooo:", "out-of-office", "vacation reply", "vacation response",
    "vacation message", "away from my mail", "on vacation", "absence:", "i am on vacation",
    "balasan otomatis", "jawaban otomatis", "respon otomatis", "respons otomatis", "pesan otomatis",
    "sedang cuti", "tidak berada di kantor", "tidak di kantor", "di luar kantor", "autobalas",
    "auto balas", "balas otomatis", "abwesenheit", "abwesend", "automatische antwort", "nicht im büro",
    "réponse automatique", "reponse automatique", "absence du bureau", "message d'absence",
    "respuesta automática", "respuesta automatica", "fuera de la oficina", "fuera de oficina",
    "resposta automática", "resposta automatica", "fora do escritório", "ausência", "risposta automatica",
    "fuori ufficio", "automatisch antwoord", "afwezig", "automatiskt svar", "autosvar", "automatisk svar",
    "automaattinen vastaus", "poissa", "odpowiedź automatyczna", "autoodpowiedź", "nieobecność",
    "автоответ", "автоматический ответ", "автоматична відповідь", "automatická odpověď",
    "automatikus válasz", "otomatik yanıt", "ofis dışında", "αυτόματη απάντηση", "răspuns automat", "自動返信",
    "自動応答", "不在通知", "自动回复", "自动答复", "自動回覆", "不在办公室", "자동 회신", "자동 응답", "부재중", "ตอบกลับอัตโนมัติ",
    "trả lời tự động", "الرد التلقائي", "رد تلقائي", "תשובה אוטומטית", "מחוץ למשרד",
)  # fmt: skip
CALLS_ITSELF_AUTOMATIC = (
    "this is an automatic reply", "this is an automated reply", "this is an auto reply",
    "this is an auto-reply", "this is an automatic response", "this is an automated response",
    "this is an automatically generated reply", "this is an auto-generated response",
    "this is an autoreply", "this auto-reply", "automatic out of office", "i am using an autoresponder",
    "this is an out of office", "automated vacation", "ini adalah balasan otomatis",
    "ini balasan otomatis", "ini adalah pesan otomatis", "ini pesan otomatis",
    "ini merupakan balasan otomatis", "ini merupakan pesan otomatis", "email ini adalah balasan otomatis",
    "pesan ini adalah balasan otomatis", "pesan ini dikirim secara otomatis",
    "email ini dikirim secara otomatis", "balasan ini dikirim otomatis",
    "balasan ini dikirim secara otomatis", "jawaban otomatis:", "balasan otomatis:",
    "email ini dibalas secara otomatis", "email ini dibalas otomatis",
    "dibuat secara otomatis oleh sistem", "dies ist eine automatische",
    "diese nachricht wurde automatisch", "ceci est une réponse automatique",
    "ceci est un message automatique", "este es un mensaje automático", "esta es una respuesta automática",
    "esta é uma resposta automática", "esta é uma mensagem automática", "questa è una risposta automatica",
    "dit is een automatisch", "detta är ett automatiskt", "это автоматический ответ", "自動返信です", "这是自动回复",
    "confirm that you are not a robot", "you must confirm your message",
    "please confirm your message to me",
)  # fmt: skip
ABSENCE = re.compile(
    r"(?:i am|i'm|i’m|i will be|i'll be|we are|currently)\b[^.!?\n]{0,40}\b(?:out of (?:the )?office|on (?:annual |sick |maternity |"
    r"paternity |parental )?leave|on vacation|on holiday|away from (?:the |my )?(?:office|desk|mail|email)|out until|away until)|"
    r"(?:saya|kami|kantor kami)\b[^.!?\n]{0,40}\b(?:sedang|akan|tengah|lagi)?[^.!?\n]{0,20}\b(?:cuti|libur|di luar kantor|diluar kantor|"
    r"tidak (?:berada )?di (?:kantor|tempat)|dinas luar|perjalanan dinas|tidak (?:dapat|bisa) (?:mengakses|membaca|membalas|membuka) email)|"
    r"ich bin\b[^.!?\n]{0,60}\b(?:nicht im (?:büro|hause)|im urlaub|abwesend|nicht erreichbar|wieder erreichbar)|"
    r"je (?:suis|serai)\b[^.!?\n]{0,60}\b(?:absente?|en congés?|en vacances)|"
    r"(?:estoy|estaré|me encuentro)\b[^.!?\n]{0,60}\b(?:fuera de la oficina|de vacaciones|ausente)|"
    r"(?:estou|estarei)\b[^.!?\n]{0,60}\b(?:fora do escritório|de férias|ausente)|"
    r"(?:sono|sarò)\b[^.!?\n]{0,60}\b(?:fuori ufficio|in ferie|assente)|ik ben\b[^.!?\n]{0,60}\b(?:afwezig|niet op kantoor|met vakantie|op vakantie)",
    re.IGNORECASE,
)
RETURN_OR_SUBSTITUTE = re.compile(
    r"\b(?:will (?:return|be back|respond|reply|get back|answer)|i return|return(?:ing)? (?:on|to)|back (?:on|in the office|at)|"
    r"limited access|no access|urgent|in my absence|during my absence|please contact|as soon as i|until|"
    r"kembali (?:pada|ke|bekerja|masuk|tanggal)|akan (?:kembali|membalas|merespons|menjawab|dibalas)|(?:sampai|hingga) (?:dengan )?(?:tanggal|hari|\d)|"
    r"selama (?:saya|masa|cuti)|silakan (?:menghubungi|hubungi)|silahkan (?:menghubungi|hubungi)|dapat menghubungi|mendesak|urgent|"
    r"setelah (?:saya )?kembali|bis (?:zum|einschl|einschließlich)|wieder (?:zurück|erreichbar|im büro)|in dringenden|vertretung|nach meiner rückkehr|"
    r"de retour|mon retour|en cas d'urgence|jusqu'au|volveré|regreso|hasta el|urgencia|retorno|até (?:o )?dia|urgente|"
    r"rientro|tornerò|fino al|terug|tot en met|dringend)\b",
    re.IGNORECASE,
)
_PREFIX = re.compile(r"\s{0,9}(?:(?:re|aw|sv|bls|antw|auto|tr|ré|res|odp|ynt|\[[^\]]{0,40}\])\s{0,2}[:：]?\s{0,9}){0,3}", re.IGNORECASE)
_ASKS = re.compile(r"\?|\b(?:mohon|tolong|bantu|kenapa|bagaimana|minta|could you|can you|help|need)\b", re.IGNORECASE)
MOST_CHARACTERS = 1500


def is_automatic_subject(subject: str) -> bool:
    """Responders put their mark first, before the subject they answer."""
    stripped = _PREFIX.sub("", subject[:300], count=1).lower()
    return stripped.startswith(SUBJECTS) or subject.strip().lower().startswith(("auto:", "autoreply:", "otomatis:"))


def vacation_wording(letter: Letter) -> str:
    """The words that gave it away, "" when it reads as a person's."""
    text = " ".join(letter.text[:MOST_CHARACTERS].split())
    lowered = text[:600].lower()
    named = next((words for words in CALLS_ITSELF_AUTOMATIC if words in lowered), "")
    if named:
        return named
    absent = ABSENCE.search(text[:400])
    is_answer = bool(letter.in_reply_to or letter.references) or letter.subject.lower().startswith(("re:", "bls:", "aw:"))
    if absent is None or not is_answer or not RETURN_OR_SUBSTITUTE.search(text) or _ASKS.search(text[:absent.start()]):
        return ""
    return absent[0][:80]
