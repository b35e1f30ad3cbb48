"""The words of signatures, language by language: "sent from", closings, disclaimers. All lower case."""

from __future__ import annotations

from desk.vocabulary import all_words

SENT_FROM = all_words("""
id: dikirim dari | dikirim dengan | dikirim melalui | dikirim menggunakan | dikirim lewat | dikirim via | dikirim pakai
  terkirim dari
  terkirim melalui | dapatkan outlook untuk | unduh outlook | email ini dikirim dari | pesan ini dikirim dari
  pesan dikirim dari | dikirim oleh | powered by telkomsel | powered by xl
ms: dihantar dari | dihantar daripada | dihantar menggunakan | dapatkan outlook
en: sent from | sent via | sent using | sent with | sent by | get outlook for | download outlook | composed on
  via mobile
  sent on the move | typed on my | written on my
de: gesendet von | gesendet mit | gesendet über | von meinem | diese nachricht wurde von | outlook für
  holen sie sich outlook
nl: verzonden vanaf | verstuurd vanaf | verzonden met | verstuurd met | outlook voor | download outlook
fr: envoyé de | envoyé depuis | envoyé avec | envoyé à partir | envoyé par | télécharger outlook
  obtenir outlook
  obtenez outlook | provenance :
es: enviado desde | enviado con | enviado por | obtener outlook | descargar outlook
pt: enviado do | enviado de | enviado a partir | enviado via | enviado pelo | obter o outlook | baixar outlook
it: inviato da | inviato dal | inviato con | ottieni outlook | scarica outlook
ca: enviat des | enviat de
sv: skickat från | hämta outlook
da: sendt fra | hent outlook
no: sendt fra | sent fra | last ned outlook
fi: lähetetty | hanki outlook
pl: wysłane z | wysłano z | wysłane za | pobierz outlook
cs: odesláno z | odoslané z | získat outlook
hr: poslano z | poslano iz
ru: отправлено из | отправлено с | отправлено от | отправлено через | скачать outlook
uk: надіслано з | отримати outlook
tr: iphone'umdan | iphone’umdan | ipad'imden | android için outlook | ios için outlook
ro: trimis de pe | trimis din
hu: elküldve az | küldve | az outlook
el: στάλθηκε από | λήψη του outlook
vi: được gửi từ | đã gửi từ | gửi từ | tải outlook
th: ส่งจาก | ดาวน์โหลด outlook
zh: 从我的 | 發自我的 | 发自我的 | 傳送自 | 发送自 | 从 windows | 来自我的 | 获取 outlook | 取得 outlook
ja: iphoneから送信 | ipadから送信 | 私のiphone | outlook for
ko: 나의 iphone | 내 iphone | iphone에서 보냄 | outlook 다운로드
ar: أرسلت من | مرسل من | تم الإرسال من | احصل على outlook
he: נשלח מ | נשלח מה | קבל את outlook
""")
"""Openings of a last line such as "Sent from my iPhone"."""

CLOSINGS = frozenset(
    all_words("""
id: hormat kami | hormat saya | salam hormat | salam | wassalam | wassalamualaikum | wassalamu'alaikum
  wassalamualaikum wr wb
  terima kasih | terimakasih | terima kasih banyak | salam sejahtera | salam hangat | demikian, terima kasih
  trims | makasih
  demikian disampaikan, terima kasih | atas perhatiannya diucapkan terima kasih | yang membuat | pemohon
  yang bermohon
  hormat dan salam | teriring salam | matur nuwun | hatur nuhun | wassalamu alaikum wr. wb
ms: yang benar | sekian, terima kasih | yang menjalankan tugas
en: best regards | kind regards | warm regards | regards | best | best wishes | sincerely | sincerely yours
  yours sincerely
  yours faithfully | yours truly | respectfully | cheers | thanks | thank you | many thanks | thanks & regards
  thanks and regards | thanks in advance | with kind regards | with best regards | rgds | br | kr
  all the best
de: mit freundlichen grüßen | mit freundlichen grüssen | freundliche grüße | freundliche grüsse | viele grüße
  beste grüße
  liebe grüße | schöne grüße | mit besten grüßen | mfg | lg | vg | herzliche grüße
nl: met vriendelijke groet | met vriendelijke groeten | vriendelijke groet | groeten | groet | mvg
  hartelijke groet
fr: cordialement | bien cordialement | bien à vous | salutations | meilleures salutations
  sincères salutations | cdlt
es: saludos | saludos cordiales | atentamente | un saludo | un cordial saludo | atte
pt: atenciosamente | cordialmente | att | abraços | cumprimentos | com os melhores cumprimentos
  melhores cumprimentos
it: cordiali saluti | distinti saluti | saluti | un saluto | cordialmente
sv: med vänlig hälsning | med vänliga hälsningar | vänliga hälsningar | hälsningar | mvh
da: med venlig hilsen | venlig hilsen | de bedste hilsner
no: med vennlig hilsen | vennlig hilsen | hilsen
fi: ystävällisin terveisin | terveisin | parhain terveisin
pl: pozdrawiam | z poważaniem | z powazaniem | serdecznie pozdrawiam
cs: s pozdravem | s přátelským pozdravem
ru: с уважением | с наилучшими пожеланиями
uk: з повагою
hu: üdvözlettel | tisztelettel
tr: saygılarımla | iyi çalışmalar
el: με εκτίμηση
ro: cu stimă | cu respect
vi: trân trọng
ja: よろしくお願いいたします | 以上
zh: 此致 | 祝好
""")
)

DISCLAIMERS = all_words("""
id: email ini | e-mail ini | surel ini | surat elektronik ini | pesan ini | informasi dalam email
  informasi yang terkandung
  informasi yang terdapat | isi email ini | isi dari email | penafian | sangkalan | pernyataan kerahasiaan
  peringatan kerahasiaan
  catatan kerahasiaan | disklaimer | email beserta | e-mail beserta | mohon pertimbangkan lingkungan
  pikirkan lingkungan
ms: e-mel ini | mesej ini
en: this e-mail | this email | this message | this communication | this transmission
  the information contained in
  the information transmitted | the information in this | the contents of this | confidentiality notice
  confidentiality note
  confidential: | confidential - | disclaimer | legal notice | privileged/confidential
  privileged and confidential
  important notice | notice: | please consider the environment | the views expressed | any views or opinions
  p please consider | this document is | e-mail confidentiality | if you are not the intended recipient
de: diese e-mail | diese nachricht | der inhalt dieser | wichtiger hinweis | vertraulich
nl: dit bericht | deze e-mail | de informatie | de inhoud van
fr: ce message | ce courriel | cet e-mail | ce mail | avis de confidentialité
es: este mensaje | este correo | aviso legal | aviso de confidencialidad | la información contenida
pt: esta mensagem | este e-mail | este email | aviso legal | as informações contidas
it: questo messaggio | questa e-mail | le informazioni contenute | ai sensi del
sv: detta meddelande | detta e-postmeddelande
da: denne e-mail | denne meddelelse
ru: это сообщение | настоящее сообщение
zh: 该邮件 | 本邮件 | 此邮件
ja: このメールは | 本メール
""")
"""Openings of a paragraph; it must speak of secrecy or recipients as well."""

DISCLAIMER_WORDS = all_words("""
en: confiden | privileg | intended | recipient | unauthori | virus | environment | print | monitored
  views expressed
id: rahasia | penerima | ditujukan | dimaksudkan | tidak berhak | bertanggung jawab | mencetak | lingkungan
de: vertraulich | empfänger | bestimmt
fr: destinat | confident
es: destinatari | confidencial
it: riservat
nl: geadresseerde | vertrouwelijk
sv: konfidentiell
ru: конфиденц
zh: 机密 | 保密 | 機密
ja: 機密
""")
