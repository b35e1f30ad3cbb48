"""How mail servers say that a mail failed or waits, language by language. All lower case."""

from __future__ import annotations

from desk.vocabulary import all_words, by_language

FAILURE_SUBJECTS = all_words("""
en: undeliver | returned mail | mail delivery fail | delivery status notif | failure notice | failure delivery
  delivery fail
  delivery notification | delivery has failed | mail failed | mail failure | returning message
  returned to sender
  could not be delivered | mail not delivered | message not delivered | non-delivery | nondeliverable
  not deliverable
  delivery report | mail system error | delivery error | permanent delivery failure | processing error
  failed mail
  mail delivery warning | delayed mail | warning: message | warning: could not send | delivery delayed
  delivery subsystem | unable to deliver | there was an error sending your mail | loop alert | user unknown
  bounced mail
  bounce: | address not found | smtp server: errors | mail delivery system | delivery incomplete
  rejected mail
  message blocked | message rejected | delivery problem | delivery attempt | message delayed | nondelivery
id: tidak terkirim | gagal terkirim | pengiriman gagal | gagal dikirim | tidak dapat dikirim
  tidak dapat disampaikan
  kegagalan pengiriman | laporan pengiriman | pemberitahuan status pengiriman | pesan ditolak | tertunda
ms: tidak dapat dihantar | penghantaran gagal
de: unzustellbar | rückläufer | nicht zustellbar | konnte nicht zugestellt
fr: non remis | échec de | impossible de remettre | non distribué
es: no se puede entregar | no entregado | no se pudo entregar | no se ha podido entregar
pt: não foi possível entregar | não entregue | não entregável | falha na entrega
it: mancato recapito | impossibile recapitare | non recapitabile
nl: onbestelbaar | niet afgeleverd
sv: olevererbart | kunde inte levereras
da: kan ikke leveres
no: kan ikke leveres
pl: niedostarcz | nie można dostarczyć
cs: nedoručiteln
ru: не доставлено | недоставлен
tr: teslim edilemedi
vi: không gửi được
ja: 配信不能 | 配信エラー | 送信できません | 配信の失敗
zh: 退信 | 无法投递 | 無法傳遞 | 未送达 | 系统退信
ko: 전송 실패 | 배달되지 않음
""")

FAILURE_WORDS = all_words("""
en: could not be delivered | couldn't be delivered | cannot be delivered | was not delivered
  wasn't delivered
  has not been delivered | not been able to deliver | wasn't able to deliver | unable to deliver
  unable to be delivered
  undeliverable | failed to deliver | delivery failed | did not reach the following | failed permanently
  permanent fatal errors | had delivery errors | fatal errors | could not deliver | couldn't deliver
  not delivered
  delivery to the following | delevery to | error occurred while trying to deliver
  error occurred while attempting to deliver | error delivering your mail | trouble delivering | unknown user
  unknown recipient | invalid final delivery | mailbox exceeds | transcript of session | failed addresses
  failure reasons | unsent message | following address(es) failed | address failed | addresses failed
  returned because it encountered | no such user | is not listed in | not exist | did not exactly match
  quota violation | account is disabled | could not be sent | could not be reached
  the group you tried to contact
  groups.google.com/support | returned to sender | host unknown | user unknown | rejected your message
  message was rejected | mailbox is full | mailbox full | could not be forwarded | problem delivering
  your message wasn't | your message couldn't | delivery has failed
id: tidak dapat dikirim | tidak terkirim | gagal dikirim | gagal mengirim | tidak dapat disampaikan
  gagal terkirim
  tidak dapat terkirim | tidak bisa dikirim | pengiriman gagal | pengiriman ke penerima berikut
ms: tidak dapat dihantar
de: konnte nicht zugestellt | nicht zugestellt werden
fr: n'a pas pu être | n’a pas pu être
es: no se ha podido entregar | no se pudo entregar
pt: não pôde ser entregue | não foi possível entregar
it: non è stato possibile recapitare | non è stato recapitato
nl: niet worden bezorgd | niet worden afgeleverd
pl: nie została dostarczona
ru: не может быть доставлено | не было доставлено
ja: 送信できませんでした | 送信に失敗 | 配信できません | 配送できません
zh: 无法发送 | 无法送达 | 無法傳遞
""")

DELAY_WORDS = all_words("""
en: has been delayed | is delayed | delayed for | delayed mail | still being retried | will be retried
  warning message only | this is a warning only | just a warning | do not need to resend
  do not need to re-send
  not yet been delivered | delivery attempts will continue | has been postponed | temporary failure report
  will continue to try | we will continue to attempt | delivery incomplete | continue to be made
  there was a temporary problem
id: masih mencoba | akan mencoba lagi | pengiriman tertunda | tertunda | akan dicoba lagi
de: verzögert | wird weiter versucht
fr: a été retardé | différée
es: se ha retrasado
""")

REASONS: dict[str, tuple[str, ...]] = by_language("""
mailbox_full: mailbox full | mailbox is full | mailfolder is full | over quota | overquota | quota exceeded
  exceeded quota
  quota violation | disk quota | mail quota | quota has been | exceeds allowed size | mailbox exceeds
  storage allocation | insufficient storage | out of storage | too much mail | mailbox size limit
  inbox is full
  box is full | quotaexceeded | not enough storage | full mailbox | over the storage | kotak masuk penuh
  kotak surat penuh | kuota penuh | melebihi kuota
too_big: message too big | message too large | message size exceeds | exceeds size limit | size limit exceeded
  message is too large | larger than the | line limit exceeded | file too large | terlalu besar
suspended: account is disabled | account has been disabled | account disabled | has been suspended
  is suspended
  mailbox disabled | disabled or discontinued | inactive | not been collected | account is locked
  deactivated
  dinonaktifkan | ditangguhkan
user_unknown: user unknown | unknown user | no such user | user not found | no such recipient
  unknown recipient
  recipient unknown | recipient not found | recipientnotfound | not listed in | does not exist | doesn't exist
  no mailbox | no such mailbox | mailbox not found | mailbox unavailable | invalid recipient | invalid mailbox
  address unknown | addressee unknown | unknown address | unrecognized recipient
  recipient name is not recognized
  user doesn't have | doesn't have a | no such address | invalid address | invalid final delivery userid
  unknown or illegal | unknown local | not our customer | couldn't be found | could not be found
  wasn't found
  address not found | no valid recipients | unrouteable address | unroutable address | no account
  badrecipient
  invalid user | no person | no such person | tidak ditemukan | tidak dikenal | tidak terdaftar
host_unknown: host unknown | unknown host | host not found | domain not found | name or service not known
  no such domain
  could not find a mail exchanger | couldn't find any host | couldn't find a mail exchanger
  domain name not found
  nxdomain | domain does not exist | type=mx | all relevant mx records | null mx | no smtp service
  not accept mail | doesn't accept mail | unable to resolve | bad destination system
spam: spam | blacklisted url | unsolicited | junk mail | bulk mail | content rejected | message content
  virus | malware
  infected | phish | mail rejete
not_authenticated: spf | dkim | dmarc | authentication checks | unauthenticated | not pass auth
  authentication required
  sender authentication | reverse dns | ptr record | no reverse | rdns
relaying_denied: relaying denied | relay access denied | relay not permitted | no relaying | open relay
  insecure mail relay
blocked: blacklist | block list | blocklist | blocked | blackhole | rbl | spamhaus | reputation
  access denied | banned
  listed at | abuse
rate_limited: rate limit | too many connections | too many messages | too many recipients | throttl
  unusual rate
  exceeded the limit | greylist | graylist
expired: expired | retry timeout | queue too long | retry time | has not yet been delivered | delayed
  timed out | timeout
  will be retried | too long | delivery failed 20 attempts | multiple retries | not reachable | giving up
network: connection refused | no route to host | network error | socket error | unreachable | connection lost
  connection reset | couldn't connect | could not connect | establish an smtp connection | too many hops
  mail loop
  loops back | network is | refused to talk | did not accept our requests to connect
rejected: rejected | denied | not allowed | not permitted | prohibited | not authorized | policy | refused
  ditolak
system_error: system error | internal error | service unavailable | local configuration
  temporarily unavailable
  command output | permission denied | i/o error | local error
""")
"""Reasons in the order of asking, each with the words that tell it."""
