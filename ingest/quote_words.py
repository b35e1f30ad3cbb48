"""The words by which mail clients introduce what they quote, language by language.

Attribution lines ("On ... wrote:", "Pada ... menulis:"), separators ("-----Original Message-----")
and prefixes of a forwarded subject. Labels of header blocks are in `ingest.label_words`.
"""

from __future__ import annotations

from desk.vocabulary import all_words

WROTE_LAST = all_words("""
id: menulis | tulis | telah menulis
en: wrote | writes
ms: menulis | telah menulis
de: schrieb | schrieben
nl: schreef | het volgende geschreven | geschreven
fr: a écrit | a ecrit | écrit
es: escribió | escribio | escribe | ha escrito
ca: va escriure | ha escrit
pt: escreveu | escreve
it: ha scritto | scrive | ha scritto nel messaggio
sv: skrev | skrev följande
da: skrev | skrev følgende
no: skrev
fi: kirjoitti
pl: napisał | napisała | napisał(a) | pisze
cs: napsal | napsala | napsal(a) | napsal/a
sk: napísal | napísala | napísal(a) | napísal/a
sl: je napisal | je napisala | je napisal/-a
hr: napisao | napisala | napisao/la | je napisao/la
ru: написал | написала | написал(а) | пишет | написал/а
uk: написав | написала | написав(-ла) | написав(ла) | пише
bg: написа
sr: је написао | је написао/ла
hu: írta | ezt írta
ro: a scris
el: έγραψε
tr: yazdı | şunu yazdı | şunları yazdı
lt: rašė
lv: rakstīja
et: kirjutas
is: skrifaði
vi: đã viết | viết
th: เขียนว่า | เขียน
tl: sumulat | ay sumulat
zh: 写道 | 寫道 | 写 | 写到 | 寫
ja: さんは書きました | さんが書きました | のメール | 書きました
ko: 님이 작성 | 님이 작성함 | 작성 | 썼습니다
ar: كتب | كتبت
fa: نوشت
he: כתב | כתבה | כתב/ה
hi: ने लिखा
af: het geskryf
""")

WROTE_INSIDE = all_words("""
de: schrieb
nl: schreef
sv: skrev
hu: ezt írta
""")
"""Where name or date stand behind the verb: "Am Montag um 10:00 schrieb Max:"."""

QUOTING = all_words("""
id: Mengutip | Kutipan dari
en: Quoting | Quote from | Citation
de: Zitat von | Zitiere von
nl: Citeren
fr: Citer | Quoting | En réponse à
es: Citando a | Mensaje citado por
pt: Citando
it: Quoting | Citando
""")
"""Webmail that names whom it quotes: "Quoting Max <max@...>:"."""

OPENERS = all_words("""
id: Pada | Tanggal | Pada tanggal | Pada hari
en: On | At | In
de: Am | Den
nl: Op | Op ma | Op di
fr: Le | Le lun
es: El | En | A las
ca: El | A
pt: Em | A | No dia
it: Il | Il giorno | In data | Nel
sv: Den | På
da: Den | D.
no: Den | På
fi: Kuupäeval
pl: Dnia | W dniu | Dn.
cs: Dne
sk: Dňa | Dne
sl: Dne | V
hr: Dana
ro: La | Pe | În data
el: Στις
hu: A
tr: Tarihinde
vi: Vào | Vào lúc | Ngày | Lúc
th: เมื่อ | เมื่อวันที่
tl: Noong
zh: 在 | 于 | 於
ar: في | بتاريخ
he: ב | בתאריך
af: Op
""")

ORIGINAL = all_words("""
id: pesan asli | pesan awal | pesan sebelumnya | pesan semula | email asli | surel asli
ms: mesej asal
en: original message | reply message | original email | original mail | original text
  original message follows
de: ursprüngliche nachricht | ursprungliche nachricht | originalnachricht | original-nachricht
  antwort nachricht
nl: oorspronkelijk bericht | originele bericht | oorspronkelijke bericht | origineel bericht
fr: message d'origine | message d’origine | message original | message initial | e-mail d'origine
es: mensaje original | correo original
pt: mensagem original | mensagem de origem
it: messaggio originale | messaggio originario
ca: missatge original
sv: ursprungligt meddelande | originalmeddelande
da: oprindelig meddelelse | original meddelelse
no: opprinnelig melding | original melding
fi: alkuperäinen viesti | alkuperainen viesti
pl: wiadomość oryginalna | oryginalna wiadomość | treść oryginalnej wiadomości
cs: původní zpráva | původní e-mail
sk: pôvodná správa
hr: izvorna poruka
ru: исходное сообщение | пересылаемое сообщение | оригинальное сообщение
uk: оригінальне повідомлення
hu: eredeti üzenet
ro: mesaj original | mesajul original
el: αρχικό μήνυμα
tr: orijinal mesaj | orijinal ileti | özgün ileti
vi: thư gốc | tin nhắn gốc
th: ข้อความต้นฉบับ
zh: 原始邮件 | 原始郵件 | 原邮件 | 原始信息
ja: 元のメッセージ | 元のメール
ko: 원본 메시지 | 원본 메일
ar: الرسالة الأصلية
he: הודעה מקורית
""")

FORWARDED = all_words("""
id: pesan terusan | pesan diteruskan | pesan yang diteruskan | mulai pesan yang diteruskan
  awal pesan terusan
  mulai meneruskan pesan | email terusan | email yang diteruskan | pesan teruskan | awal pesan yang diteruskan
ms: mesej yang dimajukan | mesej dimajukan
en: forwarded message | forwarded mail | forwarded email | begin forwarded message | forwarded by
de: weitergeleitete nachricht | anfang der weitergeleiteten nachricht | weitergeleitete e-mail
nl: doorgestuurd bericht | begin doorgestuurd bericht
fr: message transféré | message transmis | début du message transféré | début du message réexpédié
  mail transféré
es: mensaje reenviado | inicio del mensaje reenviado
pt: mensagem encaminhada | início da mensagem encaminhada | mensagem reenviada
it: messaggio inoltrato | inizio messaggio inoltrato
sv: vidarebefordrat meddelande | vidarebefordrat mail
da: videresendt meddelelse | videresendt besked
no: videresendt melding
fi: välitetty viesti | välitetty sähköposti
pl: przekazana wiadomość | treść przekazanej wiadomości
cs: přeposlaná zpráva | přeposlaný e-mail
ru: пересланное сообщение | начало переадресованного сообщения | начало пересылаемого сообщения
uk: переслане повідомлення
hu: továbbított üzenet | továbbított levél
ro: mesaj redirecționat
el: προωθημένο μήνυμα
tr: yönlendirilmiş mesaj | iletilmiş mesaj | iletilen ileti
vi: thư chuyển tiếp | tin nhắn đã chuyển tiếp
th: ข้อความที่ส่งต่อ
zh: 转发的邮件 | 轉寄郵件 | 轉寄的郵件 | 转发邮件信息 | 已转发邮件
ja: 転送メッセージ | 転送されたメッセージ
ko: 전달된 메시지 | 전달된 메일
ar: رسالة معاد توجيهها
he: הודעה שהועברה
""")

FORWARD_PREFIXES = all_words("""
id: trs | terusan | teruskan | fwd
en: fw | fwd | forward
de: wg
nl: doorst | dg
fr: tr
es: rv
pt: enc | res-enc
it: i
sv: vb
da: vs
fi: vl
pl: pd
ru: пересл
tr: ilt
hu: továbbítás
zh: 转发 | 轉寄
ja: 転送
ko: 전달
he: הועבר
""")
