"""The labels of the header block above a quoted mail (From, Sent, To, Subject), language by language."""

from __future__ import annotations

from desk.vocabulary import all_words

FROM = all_words("""
id: Dari | Pengirim
ms: Daripada | Dari
en: From
de: Von | Absender
nl: Van | Afzender
fr: De | Expéditeur
es: De | Remitente
pt: De | Remetente
it: Da | Mittente
sv: Från
da: Fra
fi: Lähettäjä
pl: Od | Nadawca
cs: Od | Odesílatel
hr: Od | Pošiljatelj
ru: От | От кого
uk: Від
tr: Kimden | Gönderen
hu: Feladó
el: Από
ro: De la | De
et: Saatja
lt: Nuo
lv: No
vi: Từ
th: จาก
zh: 发件人 | 寄件者 | 寄件人 | 發件人
ja: 差出人 | 送信者 | 送信元
ko: 보낸 사람 | 보낸사람 | 보낸이
ar: من | المرسل
he: מאת
hi: प्रेषक
""")

SENT = all_words("""
id: Dikirim | Terkirim | Dikirimkan
ms: Dihantar
en: Sent
de: Gesendet
nl: Verzonden
fr: Envoyé | Envoyé le | Envoyée | Message du
es: Enviado | Enviado el
pt: Enviado | Enviada | Enviado em | Enviada em
it: Inviato | Data di invio
sv: Skickat
da: Sendt
fi: Lähetetty
pl: Wysłano | Data wysłania
cs: Odesláno | Posláno
hr: Poslano
ru: Отправлено
uk: Надіслано
tr: Gönderildi | Gönderme Tarihi
hu: Elküldve
el: Στάλθηκε
ro: Trimis
vi: Đã gửi | Đã Gửi
th: ส่ง | ส่งเมื่อ
zh: 发送时间 | 傳送時間 | 寄件日期 | 发送日期
ja: 送信日時 | 送信
ko: 보낸 날짜 | 보낸날짜
ar: تاريخ الإرسال | تم الإرسال
he: נשלח
""")

DATE = all_words("""
id: Tanggal | Tgl | Waktu
ms: Tarikh
en: Date
de: Datum
fr: Date
es: Fecha
pt: Data
it: Data
da: Dato
fi: Päivämäärä | Päiväys
ru: Дата
tr: Tarih
hu: Dátum
el: Ημερομηνία
vi: Ngày
th: วันที่
zh: 日期 | 时间
ja: 日時 | 日付
ko: 날짜
ar: التاريخ
he: תאריך
""")

TO = all_words("""
id: Kepada | Ke | Tujuan | Penerima | Tembusan | Salinan | Balas Ke
en: To | Cc | Bcc | Reply-To
de: An | Kopie | Antwort an
nl: Aan
fr: À | A | Destinataire | Copie à
es: Para | Destinatario
pt: Para | Destinatário
it: A
sv: Till | Kopia
da: Til
fi: Vastaanottaja
pl: Do
cs: Komu
hr: Za
ru: Кому | Копия
tr: Kime | Alıcı
hu: Címzett
el: Προς
ro: Către
vi: Tới | Đến
th: ถึง
zh: 收件人 | 收件者 | 抄送 | 副本
ja: 宛先
ko: 받는 사람 | 받는사람 | 참조
ar: إلى
he: אל
""")

SUBJECT = all_words("""
id: Perihal | Subjek | Judul | Hal
en: Subject
de: Betreff
nl: Onderwerp
fr: Objet | Sujet
es: Asunto
pt: Assunto
it: Oggetto
ca: Assumpte
sv: Ämne
da: Emne
fi: Aihe
pl: Temat
cs: Předmět
sk: Predmet
sl: Zadeva
hr: Naslov
ru: Тема
tr: Konu
hu: Tárgy
el: Θέμα
ro: Subiect
vi: Chủ đề | Tiêu đề
th: เรื่อง | หัวเรื่อง
zh: 主题 | 主旨 | 题名 | 主題
ja: 件名
ko: 제목
ar: الموضوع
he: נושא
hi: विषय
""")
