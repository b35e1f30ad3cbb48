"""The language somebody writes in, guessed from a short text.

Takes words, gives an ISO 639-1 code or None when unsure. Indonesian comes first: who mixes
Indonesian function words into English sentences, or writes slang, is an Indonesian writer and is
answered in Indonesian. Malay and the regional languages count as Indonesian, which their writers read.
"""

from __future__ import annotations

import re
from collections import Counter

MOST_CHARACTERS = 4000

INDONESIAN = frozenset("""
yang dan atau dari untuk dengan pada dalam tidak ini itu saya kami kita anda adalah akan sudah belum telah sedang bisa dapat
harus mohon tolong terima kasih terimakasih selamat pagi siang sore malam bapak ibu pak bu mas mbak bagaimana kenapa mengapa
apakah kapan dimana mana siapa berapa karena sehingga supaya agar jika kalau bila apabila ketika saat setelah sebelum juga
lagi saja hanya lebih sangat sekali banyak semua setiap oleh kepada bagi tentang seperti namun tetapi tapi tetap masih pernah
sejak hingga sampai maka lalu kemudian bahwa ada bukan jangan silakan silahkan perihal hal terkait berikut lampiran terlampir
dilampirkan surat permohonan pengajuan permintaan laporan kendala masalah gangguan kesalahan gagal berhasil error-nya
kirim dikirim mengirim terkirim kirimkan buka membuka dibuka masuk login-nya akun sandi aplikasi jaringan kantor hari tanggal
bulan tahun minggu jam senin selasa rabu kamis jumat sabtu januari februari maret mei juni juli agustus oktober desember
data-nya nomor nama alamat telepon hp cara memakai pakai menggunakan digunakan mengakses akses diakses coba mencoba dicoba
perlu minta meminta diminta bantu bantuan dibantu bantuannya informasi informasinya kabar perbaiki diperbaiki segera cepat
lama baru lain sama sebagai antara melalui hormat wassalam salam assalamualaikum wassalamualaikum yth dgn yg utk dg tdk sdh
blm krn gak ga nggak enggak ngga gk tak kok dong deh sih nih tuh loh lho kah gimana gmn kenapa knp udah udh dah aja aj doang
banget bgt bgt sy aku gue gw lu elo kamu kalian dia mereka nya min gan sis kak kakak om tante bos udh bs bisa gabisa kayak
kayanya sepertinya mungkin kayaknya trus terus pas tadi kemarin besok nanti sekarang skrg skrng td kmrn bsk ntar
jadi jd emang memang buat bikin dibuat kasih makasih mksh trims trimakasih tks thx oke siap baik baiklah
mau ingin pengen butuh punya milik ke di se si para tersebut tsb dsb dll dst dkk ia ialah ku mu
lewat via-nya muncul keluar hilang rusak mati nyala lambat lemot macet eror ulang kembali balas dibalas membalas jawab
dijawab tanya bertanya menanyakan tanyakan konfirmasi cek dicek ngecek tunggu ditunggu menunggu bayar dibayar membayar
pembayaran tagihan pesanan pesan barang uang biaya harga daftar mendaftar pendaftaran unduh mengunduh unggah mengunggah
nuwun matur kulo mboten inggih piye iki opo ora wis durung punten hatur teu tiasa kumaha abdi euy mah atuh ulun kada
handak kami boleh kerana awak sila daripada ialah perkara tetapi sahaja macam tak nak hendak sudi pihak tuan puan encik
""".split())  # fmt: skip
"""Words that no English sentence holds. Those spelled alike in both are left out or listed as shared."""

_SHARED = frozenset("di ke se si min sis om mana thx oke bos pas ada via hp lama dong banget buat minta mau dia ia mu ku mas bu pak tak baru para mah via lu".split())
"""Also words or names of other languages: they count only beside others."""

FUNCTION_WORDS: dict[str, frozenset[str]] = {
    "en": frozenset("""the and of to is are was were be been have has had do does did not with for from this that these those
        you your we our they their it its he she his her my me i a an in on at by as or if but so can could would should
        will please thanks thank hello hi dear regards there here what when where which who how why any some all no yes
        just about after before again still been more than then also into out up""".split()),
    "de": frozenset("""der die das und ist nicht ich sie wir ein eine einen mit für von auf den dem zu im bei auch wie bitte
        danke hallo guten haben kann werden wurde sind war aber oder wenn noch nach über mein meine ihre ihr uns""".split()),
    "nl": frozenset("""de het een en van ik niet dat is te op voor met zijn aan er maar om ook als kan wij mijn uw graag bedankt
        geen deze dit heb naar bij kunnen wordt""".split()),
    "fr": frozenset("""le la les un une des et est je vous nous pas ne que qui dans pour avec sur ce cette mon votre merci bonjour
        il elle mais ou du au aux sont avez suis j'ai plus""".split()),
    "es": frozenset("""el la los las un una y es no que de en por para con mi su se lo al del pero como más gracias hola buenos
        está tengo puede desde este esta usted ustedes nos""".split()),
    "pt": frozenset("""o a os as um uma e é não que de em por para com meu sua se do da no na mas como mais obrigado obrigada olá
        está tenho pode você isso este esta nos ao""".split()),
    "it": frozenset("""il lo la gli le un una e è non che di in per con mi si del della ma come più grazie buongiorno sono ho
        questo questa può salve vi nel alla dal""".split()),
    "tr": frozenset("""ve bir bu için ile de da değil ne var yok ben siz biz ama çok nasıl merhaba teşekkürler lütfen olarak
        sonra daha gibi kadar mı mi""".split()),
    "pl": frozenset("""i w na z się nie jest do że to jak ale proszę dziękuję dzień dobry czy mam mnie przez lub oraz który po
        dla od są""".split()),
    "sv": frozenset("och att det är inte jag en ett på för med som till av har kan hej tack vi ni den men om var".split()),
    "da": frozenset("og at det er ikke jeg en et på for med som til af har kan hej tak vi den men om fra hvis".split()),
    "vi": frozenset("và của là không có cho tôi được các này với xin chào cảm ơn bạn một trong khi".split()),
    "tl": frozenset("ang ng mga sa na ay hindi ako po ko mo namin kami kung para may wala ito paano salamat".split()),
}  # fmt: skip

SCRIPTS: tuple[tuple[str, str], ...] = (
    ("ja", "\u3041-\u309f\u30a0-\u30ff"),
    ("ko", "\uac00-\ud7af\u1100-\u11ff"),
    ("zh", "\u4e00-\u9fff\u3400-\u4dbf"),
    ("th", "\u0e01-\u0e5b"),
    ("ar", "\u0600-\u06ff\u0750-\u077f"),
    ("he", "\u0590-\u05ff"),
    ("el", "\u0370-\u03ff"),
    ("hi", "\u0900-\u097f"),
    ("uk", "\u0404\u0406\u0407\u0454\u0456\u0457\u0490\u0491"),
    ("ru", "\u0400-\u04ff"),
)
_SCRIPTS = tuple((code, re.compile(f"[{letters}]")) for code, letters in SCRIPTS)
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]{1,30}(?:['’-][^\W\d_]{1,20})?")
_NOT_PROSE = re.compile(r"\S{0,200}(?:://|@|www\.)\S{0,500}")


def language_of(text: str) -> str | None:
    text = _NOT_PROSE.sub(" ", text[:MOST_CHARACTERS])
    script = _language_of_script(text)
    if script:
        return script
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text)]
    return "id" if _is_indonesian(words) else _by_function_words(words)


def _language_of_script(text: str) -> str | None:
    letters = len(_LETTER.findall(text))
    for code, pattern in _SCRIPTS:
        share = len(pattern.findall(text)) / letters if letters else 0.0
        if share > (0.02 if code == "uk" else 0.08 if code == "ja" else 0.3):
            return code
    return None


def _is_indonesian(words: list[str]) -> bool:
    """One word that only Indonesian has settles short mails; foreign ones with look-alikes need a share."""
    counts = Counter(word for word in words if word in INDONESIAN or _has_indonesian_suffix(word))
    sure = sum(count for word, count in counts.items() if word not in _SHARED)
    others = max((sum(word in known for word in words) for code, known in FUNCTION_WORDS.items() if code != "en"), default=0)
    return sure > 0 and sum(counts.values()) >= min(2, len(words)) and sure * 2 >= others


def _has_indonesian_suffix(word: str) -> bool:
    """ "server-nya", "errornya": Indonesian builds on English words."""
    return len(word) > 5 and word.endswith(("nya", "kan-nya", "-nya", "lah", "-in"))


def _by_function_words(words: list[str]) -> str | None:
    counts = {code: sum(word in known for word in words) for code, known in FUNCTION_WORDS.items()}
    best = max(counts, key=lambda code: counts[code])
    second = max(count for code, count in counts.items() if code != best)
    enough = counts[best] >= (1 if len(words) < 8 else 2) and counts[best] > second
    return best if enough else None
