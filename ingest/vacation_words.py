"""How responders speak when no header does, language by language. All lower case."""

from __future__ import annotations

from desk.vocabulary import all_words

SUBJECTS = all_words("""
id: balasan otomatis | jawaban otomatis | respon otomatis | respons otomatis | pesan otomatis | autobalas
  auto balas
  balas otomatis | sedang cuti | tidak berada di kantor | tidak di kantor | di luar kantor | diluar kantor
  cuti:
  jawab otomatis | di luar kantor:
ms: balasan automatik | jawapan automatik | mesej automatik
en: automatic reply | auto reply | auto-reply | autoreply | auto response | auto-response | autoresponse
  automated reply
  automated response | automatic response | out of office | out of the office | out-of-office | ooo:
  vacation reply
  vacation response | vacation message | vacation auto | away from my mail | on vacation | absence: | auto:
  otomatis:
de: abwesenheit | abwesend | automatische antwort | autom. antwort | nicht im büro
nl: automatisch antwoord | afwezig
fr: réponse automatique | reponse automatique | absence du bureau | message d'absence | absent du bureau
es: respuesta automática | respuesta automatica | fuera de la oficina | fuera de oficina
pt: resposta automática | resposta automatica | fora do escritório | ausência temporária
it: risposta automatica | fuori ufficio
ca: resposta automàtica
sv: automatiskt svar | autosvar | frånvaro
da: automatisk svar | autosvar
no: automatisk svar | fraværsmelding
fi: automaattinen vastaus | poissaolo
pl: odpowiedź automatyczna | autoodpowiedź | automatyczna odpowiedź
cs: automatická odpověď
ru: автоответ | автоматический ответ
uk: автоматична відповідь
hu: automatikus válasz
tr: otomatik yanıt | ofis dışında
el: αυτόματη απάντηση
ro: răspuns automat
vi: trả lời tự động
th: ตอบกลับอัตโนมัติ
ja: 自動返信 | 自動応答 | 不在通知
zh: 自动回复 | 自动答复 | 自動回覆 | 不在办公室
ko: 자동 회신 | 자동 응답 | 부재중
ar: الرد التلقائي | رد تلقائي
he: תשובה אוטומטית | מחוץ למשרד
""")

CALLS_ITSELF_AUTOMATIC = all_words("""
id: ini adalah balasan otomatis | ini balasan otomatis | ini adalah pesan otomatis | ini pesan otomatis
  ini merupakan balasan otomatis | ini merupakan pesan otomatis | email ini adalah balasan otomatis
  pesan ini adalah balasan otomatis | pesan ini dikirim secara otomatis | email ini dikirim secara otomatis
  balasan ini dikirim otomatis | balasan ini dikirim secara otomatis | email ini dibalas secara otomatis
  email ini dibalas otomatis | dibuat secara otomatis oleh sistem | dikirim otomatis oleh sistem
  dikirim secara otomatis oleh sistem | ini adalah email otomatis | ini email otomatis
  adalah jawaban otomatis
ms: ini adalah balasan automatik | mesej ini dijana secara automatik | ini ialah balasan automatik
en: this is an automatic reply | this is an automated reply | this is an auto reply | this is an auto-reply
  this is an automatic response | this is an automated response | this is an automatically generated reply
  this is an auto-generated response | this is an autoreply | this auto-reply | automatic out of office
  i am using an autoresponder | this is an out of office | automated vacation | this is an automated message
  this is an automatically generated message | confirm that you are not a robot
  you must confirm your message
de: dies ist eine automatische | diese nachricht wurde automatisch
nl: dit is een automatisch
fr: ceci est une réponse automatique | ceci est un message automatique
es: este es un mensaje automático | esta es una respuesta automática
pt: esta é uma resposta automática | esta é uma mensagem automática
it: questa è una risposta automatica | questo è un messaggio automatico
sv: detta är ett automatiskt
ru: это автоматический ответ
ja: 自動返信です | 自動返信メール
zh: 这是自动回复 | 此为自动回复
""")
"""A machine's mail says so in its first sentences."""

ABSENCE = all_words("""
id: cuti | libur | di luar kantor | diluar kantor | tidak berada di kantor | tidak di kantor
  tidak berada di tempat
  dinas luar | perjalanan dinas | tidak dapat mengakses email | tidak bisa mengakses email
  tidak dapat membalas email
  tidak bisa membalas email | tidak dapat membaca email | diklat | cuti bersama
en: out of office | out of the office | on leave | on annual leave | on sick leave | on maternity leave
  on parental leave
  on paternity leave | on vacation | on holiday | on holidays | away from the office | away from my desk
  away from my email | away from the desk | out until | away until
de: nicht im büro | nicht im hause | im urlaub | abwesend | nicht erreichbar
nl: afwezig | niet op kantoor | met vakantie | op vakantie
fr: absent | absente | en congé | en congés | en vacances
es: fuera de la oficina | de vacaciones | ausente
pt: fora do escritório | de férias | ausente
it: fuori ufficio | in ferie | assente
""")

SPEAKERS = all_words("""
id: saya | kami | kantor kami | aku
en: i am | i'm | i’m | i will be | i'll be | we are | currently | i'm currently
de: ich bin | wir sind
nl: ik ben
fr: je suis | je serai | nous sommes
es: estoy | estaré | me encuentro
pt: estou | estarei
it: sono | sarò
""")

RETURN_OR_SUBSTITUTE = all_words("""
id: kembali pada | kembali ke kantor | kembali bekerja | kembali masuk | kembali tanggal | akan kembali
  akan membalas
  akan merespons | akan merespon | akan menjawab | akan saya balas | akan kami balas | sampai tanggal
  sampai dengan
  hingga tanggal | sampai hari | selama saya | selama masa | selama cuti | silakan menghubungi
  silakan hubungi
  silahkan menghubungi | silahkan hubungi | dapat menghubungi | hal mendesak | setelah saya kembali
  sekembalinya | s.d.
en: will return | will be back | will respond | will reply | will get back | i return | returning on | back on
  back in the office | limited access | no access | in my absence | during my absence | please contact
  as soon as i
  until | for urgent
de: bis zum | bis einschließlich | wieder zurück | wieder erreichbar | wieder im büro | in dringenden
  vertretung
  nach meiner rückkehr
nl: terug | tot en met | dringend
fr: de retour | mon retour | en cas d'urgence | jusqu'au
es: volveré | regreso | hasta el | urgencia
pt: retorno | até o dia | até dia | urgente
it: rientro | tornerò | fino al | urgenze
""")

ASKS = all_words("""
id: mohon bantu | mohon dibantu | mohon info | mohon segera | mohon agar | mohon untuk | mohon ditunda
  tolong | bantu | kenapa | bagaimana | minta | bisakah
en: could you | can you | help | need | would you
""")
"""Words of somebody who wants something before he speaks of his absence."""
