"""How hosts, webmails and mail clients name their folders for junk and for sent mail, in the languages of the world.

Without case, with blanks for hyphens and underscores. A name that may mean the trash in some language
("Sampah", "Lixo", "Papierkorb") is none of these.
"""

from __future__ import annotations


def _names(listed: str) -> frozenset[str]:
    """Between semicolons, however the lines are broken."""
    return frozenset(" ".join(each.split()) for each in listed.split(";"))


JUNK = _names(
    """
    junk; junk email; junk e mail; junk mail; junkmail; spam; spam mail; spambox; spam box; bulk mail; spamverdacht;
    spam verdacht; email sampah; e mail sampah; surat sampah; e mel remeh; e mel sarap; junk e mails; junk emails;
    unerwünscht; unerwünschte mails; unerwünschte e mails; werbung und spam; courrier indésirable; indésirable;
    indésirables; courriers indésirables; pourriel; pourriels; correo no deseado; no deseado; correo basura;
    correo electrónico no deseado; lixo eletrônico; lixo eletrónico; lixo electrónico; e mail de lixo;
    correio eletrônico não solicitado; correio não solicitado; email de lixo; posta indesiderata; indesiderata;
    ongewenste e mail; ongewenste mail; ongewenst; skräppost; skräp; uønsket mail; uønsket e mail; uønsket post;
    søppelpost; søppel e post; roskaposti; wiadomości śmieci; niechciana poczta; nevyžádaná pošta; nevyžiadaná pošta;
    levélszemét; neželena pošta; neželjena pošta; mesaje nedorite; önemsiz e posta; gereksiz; istenmeyen e posta;
    спам; нежелательная почта; небажана пошта; нежелана поща; ανεπιθύμητη αλληλογραφία; ανεπιθύμητα;
    ספאם; דואר זבל; البريد غير الهام; البريد العشوائي; بريد عشوائي; هرزنامه; thư rác; อีเมลขยะ; จดหมายขยะ;
    迷惑メール; 垃圾邮件; 垃圾郵件; 垃圾邮件箱; 垃圾信件; 스팸; 스팸함; 스팸 메일함; 정크 메일; 정크 메일함
    """
)

SENT = _names(
    """
    sent; sent items; sent item; sent mail; sent mails; sent messages; sent message; sent objects; sent email;
    sent emails; sent e mail; terkirim; kotak terkirim; surat terkirim; item terkirim; pesan terkirim; email terkirim;
    butir terkirim; item dihantar; mel dihantar; dihantar; gesendet; gesendete elemente; gesendete objekte;
    gesendete nachrichten; gesendete mails; gesendete e mails; versendet; envoyé; envoyés; éléments envoyés;
    messages envoyés; objets envoyés; courrier envoyé; courriers envoyés; mails envoyés; enviado; enviados;
    elementos enviados; correo enviado; correos enviados; mensajes enviados; enviadas; itens enviados;
    mensagens enviadas; correio enviado; e mails enviados; itens de enviados; inviata; inviati; posta inviata;
    elementi inviati; messaggi inviati; oggetti inviati; verzonden; verzonden items; verzonden berichten;
    verzonden e mail; verzonden objecten; verstuurd; skickat; skickade; skickade objekt; skickade meddelanden; sendt;
    sendte; sendt post; sendte elementer; sendte meldinger; lähetetyt; lähetetyt kohteet; lähetetyt viestit; wysłane;
    elementy wysłane; wysłane wiadomości; odeslané; odeslaná pošta; odeslané zprávy; odoslané; odoslaná pošta;
    elküldött; elküldött elemek; elküldött üzenetek; poslano; poslana pošta; poslate stavke; trimise; elemente trimise;
    mesaje trimise; gönderilmiş; gönderilmiş öğeler; gönderilmiş postalar; gönderilenler; gönderilmiş iletiler;
    отправленные; отправленные письма; надіслані; відправлені; изпратени; изпратена поща; απεσταλμένα;
    σταλμένα; נשלח; פריטים שנשלחו; البريد المرسل; العناصر المرسلة; المرسلة; الرسائل المرسلة; ارسال شده; đã gửi;
    thư đã gửi; mục đã gửi; รายการที่ถูกส่ง; จดหมายที่ส่งแล้ว; ส่งแล้ว; 送信済み; 送信済みアイテム; 送信済みメール;
    送信済みトレイ; 已发送; 已发送邮件; 已发邮件; 已傳送; 已傳送的郵件; 寄件備份; 寄件备份; 보낸 편지함; 보낸편지함;
    보낸 메일함; 보낸메일함
    """
)
