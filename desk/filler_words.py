"""What a mail says without saying what it is about: stop words, polite phrases, greetings and closings.

Indonesian and English side by side, since many mails mix the two. All lower case, no punctuation. In a phrase
`#` stands for any number and `*` for any one word.
"""

from __future__ import annotations

from desk.vocabulary import all_words, by_language

STOP_WORDS = frozenset(
    all_words("""
en: a | an | the | this | that | these | those | it | its | i | me | my | mine | myself | we | us | our
  ours | you | your | yours | he | him | his | she | her | they | them | their | theirs | someone
  something | anyone | anything | everything | everyone | nothing | one | ones | am | is | are | was | were
  be | been | being | do | does | did | done | doing | have | has | had | having | can | could | may | might
  must | shall | should | will | would | cannot | im | ive | dont | cant | doesnt | didnt | isnt | wont
  and | or | but | if | so | because | since | while | though | although | until | unless | than | then | as
  of | at | by | for | with | about | into | to | from | in | on | off | out | up | down | over | under
  between | through | during | before | after | above | below | against | per | via | not | no | nor | none
  never | only | just | also | too | very | really | quite | rather | even | ever | always | often
  sometimes | now | today | here | there | whether | any | some | all | both | each | every | few | more
  most | less | other | another | such | same | own | else | well | way | thing | things | lot | bit | get
  gets | getting | got | gotten | go | goes | going | went | gone | want | wants | wanted | need | needs
  needed | like | know | knows | knew | let | make | makes | made | seem | seems | try | tries | tried
  trying | tell | say | says | said | think | thought | see | look | looks | looking | come | thats
  shouldnt | wouldnt | couldnt | hasnt | havent | hadnt | wasnt | werent | aint | able | however | maybe
  perhaps | actually | currently | recently | etc | ok | okay | yes | hey | oh | within | without
id: yang | dan | atau | dari | untuk | dengan | pada | dalam | di | ke | ini | itu | adalah | akan | sudah
  telah | sedang | bisa | dapat | harus | karena | sehingga | supaya | agar | jika | kalau | bila | apabila
  ketika | saat | setelah | sebelum | juga | lagi | saja | hanya | lebih | sangat | sekali | banyak | semua
  setiap | oleh | kepada | bagi | tentang | mengenai | seperti | namun | tetapi | tapi | tetap | pernah
  sejak | hingga | maka | lalu | kemudian | bahwa | ada | bukan | jangan | antara | melalui | tersebut | tsb
  dsb | dll | dst | terhadap | sesuai | serta | sedangkan | walaupun | meskipun | selain | tanpa | para
  yaitu | yakni | hal | terkait | tidak | tak | tdk | saya | kami | kita | anda | kamu | kalian | dia
  mereka | beliau | aku | nya | bapak | ibu | pak | bu | mas | mbak | kak | kakak | bang | saudara | saudari
  apakah | apa | apaan | ingin | mau | hendak | perlu | butuh | coba | mencoba | dicoba | ya | iya
  yg | dgn | utk | dg | sdh | krn | gak | ga | nggak | enggak | ngga | gk | kok | dong | deh | sih | nih
  tuh | lho | loh | udah | udh | aja | doang | banget | bgt | sy | gue | gw | kayak | kayaknya | sepertinya
  mungkin | terus | trus | sekarang | skrg | tadi | td | jd | jadi | emang | memang | cuma | pake | pakai
  pengen | dpt | bs | hrs | dah | hehe | lain | nanti | sebuah | suatu | seorang | satu | begitu | begini
  tiba | malah | padahal | kah | pun | lah | boleh | caranya | cara
""")
)
"""They carry no matter. Words that ask (when, why, berapa) stay: they tell which answer is wanted."""

COURTESY = frozenset(
    all_words("""
en: hello | hi | dear | sir | madam | team | please | pls | kindly | thanks | thank | thx | regards
  sincerely | cheers | greetings | help | helped | helping | assist | assistance | support | enquiry
  inquiry | enquire | inquire | question | questions | query | request | urgent | asap | subject | wondering
  wonder | sorry | appreciate | appreciated | hope | hoping | re | fwd | fw | issue | problem | regarding
id: mohon | assalamualaikum | wr | wb | layanan | pelayanan | pelayanannya | mhn | baik | baiklah | siap
  oke | sip | tolong | tlg | minta | terima | kasih | terimakasih | trims | makasih | mksh | salam | hormat
  yth | selamat | pagi | siang | sore | malam | halo | hai | permisi | maaf | silakan | silahkan | wassalam
  bantu | bantuan | bantuannya | dibantu | membantu | info | infonya | informasi | informasinya | tanya
  bertanya | menanyakan | pertanyaan | perihal | segera | petugas | admin | min | tim | semoga | tanpa
  subjek | tunggu | ditunggu | menunggu | bls | kendala | masalah | sebelumnya | perhatian | perhatiannya
  kerjasama | kerjasamanya
""")
)
"""They fill a mail and its subject; a matter is never found by them."""

PHRASES = all_words("""
en: hope this finds you well | hope this * finds you well | hope you are well | hope you are * well
  hope all is well | sorry to bother you | sorry to trouble you | sorry to disturb you
  sorry for the trouble | sorry for the inconvenience | sorry for the late reply | quick question
  a quick question | i have a question | i have a quick question | just wondering
  looking forward to hearing from you | look forward to hearing from you | looking forward to your reply
  looking forward to your response | look forward to your reply | awaiting your reply
  awaiting your response | waiting for your reply | waiting for your response
  let me know as soon as possible | let me know | as soon as possible | at your earliest convenience
  in advance for your help | thanks in advance | thank you in advance | thank you very much | thanks a lot
  many thanks | for your help | for your time | for your support | for your patience | for your assistance
  for your attention | any help would be * | i would appreciate | would be appreciated
  appreciate a quick reply | a quick reply | quick response | prompt reply | prompt response | your reply
  your response | get back to me | get back to us | i have been a customer since #
  i have been a customer since | customer since # | i have been a customer | i have been a * customer
  i am a customer | im a customer | loyal customer | customer for * years | customer for many years
  i am writing to ask | i am writing to enquire | i am writing to you | i am writing because
  i am contacting you | i am reaching out | looked on your website | searched your website
  checked your website | looked at your website | looked through your website | searched the website
  looked on the website | checked the website | looked on your site | checked the faq | read the faq
  read your faq | searched the faq | could not find the answer | couldnt find the answer
  could not find an answer | couldnt find an answer | did not find the answer | didnt find the answer
  did not find an answer | didnt find an answer | could not find anything | couldnt find anything
  can you help me | could you help me | can you please | could you please | can you tell me
  could you tell me | would you tell me | i would like to know | i need help with | i need help
  i need some help | need your help | hope you can help | if you need any further information
  if you need anything else | if you need more information | feel free to contact me | feel free to call me
  do not hesitate to contact me | dont hesitate to contact me | have a nice day | have a great day
  have a good day | for your information | to whom it may concern | good morning | good afternoon
  good evening | good day | how are you doing today | how are you doing | how are you today | how are you
  nice to meet you | it is urgent | this is urgent
id: semoga * sehat selalu | semoga * * sehat selalu | semoga sehat selalu | semoga sehat
  semoga harinya menyenangkan | semoga dalam keadaan sehat | semoga dalam keadaan baik
  semoga * dalam keadaan sehat | semoga * dalam keadaan baik | semoga * baik baik saja
  semoga surat ini * dalam keadaan baik | maaf mengganggu waktunya | mengganggu waktunya
  mengganggu waktu * | maaf mengganggu | maaf merepotkan | mohon maaf sebelumnya | maaf sebelumnya
  mau tanya | mau nanya | mau bertanya | ingin bertanya | ingin menanyakan | hendak bertanya | izin bertanya
  ijin bertanya | izin tanya | numpang tanya | numpang nanya | pertanyaan singkat | tanya sebentar
  mohon pencerahan | pencerahannya | mohon petunjuk | mohon petunjuknya | mohon arahan | mohon arahannya
  mohon solusi | mohon solusinya | mohon penjelasan | mohon penjelasannya | mohon segera ditindaklanjuti
  segera ditindaklanjuti | mohon ditindaklanjuti | mohon tindak lanjutnya | mohon tindak lanjut
  tindak lanjutnya | mohon segera ditanggapi | mohon segera dibalas | mohon balasan secepatnya
  mohon balasannya | mohon dibalas | mohon segera dijawab | mohon kabarnya | mohon kabari saya
  mohon dikabari | mohon konfirmasinya | mohon responnya | mohon tanggapannya | mohon kebijaksanaannya
  mohon kerja samanya | ditunggu kabarnya | ditunggu kabar baiknya | ditunggu balasannya
  ditunggu jawabannya | ditunggu responnya | saya tunggu kabarnya | saya tunggu jawabannya
  saya tunggu balasannya | kami tunggu kabarnya | kami tunggu jawabannya | kami tunggu balasannya
  menunggu kabar baik | menunggu kabar | menunggu kabarnya | menunggu balasan | menunggu balasannya
  menunggu jawaban | menunggu jawabannya | menunggu tanggapan | kabar baik | secepatnya | secepat mungkin
  sesegera mungkin | dalam waktu dekat | terima kasih sebelumnya | terima kasih banyak
  sebelumnya saya ucapkan | saya ucapkan | kami ucapkan | diucapkan | atas perhatian dan kerja samanya
  atas perhatian dan bantuannya | atas perhatian dan kerjasamanya | atas perhatian dan waktunya
  atas perhatian | atas bantuan | atas perhatiannya | atas bantuannya | atas kerja sama | atas kerja samanya
  atas kerjasamanya | atas waktunya | demikian disampaikan | demikian yang dapat * sampaikan
  demikian * sampaikan | menjadi pelanggan sejak tahun # | menjadi pelanggan sejak #
  menjadi pelanggan sejak | jadi pelanggan sejak # | pelanggan sejak tahun # | pelanggan sejak #
  pelanggan setia | pelanggan lama | sudah mencari di website | sudah cari di website | sudah cek di website
  sudah cek website | sudah melihat di website | sudah lihat di website | sudah melihat website
  sudah lihat website | sudah mencari di situs | sudah mencari di situs web | sudah cek di situs
  sudah membuka website | sudah baca faq | sudah membaca faq | di website anda | di situs anda | di website
  tidak menemukan jawabannya | tidak menemukan jawaban | belum menemukan jawabannya
  belum menemukan jawaban | tidak ketemu jawabannya | belum ketemu jawabannya | nggak ketemu jawabannya
  gak ketemu jawabannya | ga ketemu jawabannya | tidak ada jawabannya | tidak ketemu
  bersama ini * sampaikan | dengan ini * sampaikan | melalui surat ini | melalui email ini | dengan hormat
  selamat pagi | selamat siang | selamat sore | selamat malam | yang terhormat | kepada yth
  apakah bisa dibantu | bisa dibantu | bisa tolong | apa kabar | salam kenal
""")
"""Polite filler within sentences. What stands around it in the sentence stays."""

WEAK = frozenset(
    all_words("""
en: answer | answers | answered | reply | replies | replied | respond | response | soon | quick | quickly
  email | mail | message | letter | writing | write | wrote | written | again | second | third | last | week
  weeks | already | earlier | previously | advise | advice | sure | ask | asking | asked | fine | nice
  great | find | found | search | searched | searching | site | website | page | pages | faq | customer
  client | member | user | long | longtime | year | years | time | day | loyal | apologies | apologize
  apologise | inconvenience | trouble | bother | disturb | forward | hear | hearing | back | earliest
  convenience | information | general | required | service | desk | matter | following | below | attached
  who | solved | solves | works | resolved | sorted | perfect
id: kabar | kabari | kabarnya | dikabari | jawab | jawaban | jawabannya | dijawab | balas | balasan
  balasannya | dibalas | respon | respons | responnya | tanggapan | tanggapannya | secepatnya | cepat
  email | surat | pesan | menulis | website | situs | web | laman | faq | mencari | cari | menemukan
  ketemu | lihat | melihat | cek | mengecek | baca | membaca | pelanggan | nasabah | setia | lama | bertahun
  tahun | tahunan | keadaan | sehat | selalu | menyenangkan | hari | harinya | beri | tahu | diberi
  memberi | memberitahu | menghargai | dihargai | repot | merepotkan | mengganggu | waktu | waktunya
  demikian | sampaikan | disampaikan | ucapkan | diucapkan | sukses | lancar | pertama | kedua | singkat
  sekian | permintaan | permohonan | keluhan | butuh | umum | penting | kerja | sama | kerjasama
  kebijaksanaan | kebijaksanaannya | berikut | bersama | belum | beres | selesai | berhasil | mantap
""")
)
"""Of mails and their answers, of waiting and wishing. A sentence with no other words says nothing: "Please reply
soon", "Saya sudah jadi pelanggan sejak 2019"; beside any other word they count like all."""

GREETINGS = all_words("""
en: hello | hi | hey | dear | greetings | good morning | good afternoon | good evening | good day
  to whom it may concern
id: halo | hallo | hai | yth | kepada yth | kepada | dear | selamat pagi | selamat siang | selamat sore
  selamat malam | assalamualaikum | assalamu alaikum | permisi | dengan hormat | salam sejahtera
  salam hormat | om swastiastu | shalom | yang terhormat | pagi | siang | sore | malam
""")
"""Openings of a first line that greets."""

CLOSINGS = all_words("""
en: best regards | kind regards | warm regards | regards | best | best wishes | sincerely | sincerely yours
  yours | yours sincerely | yours faithfully | yours truly | thanks | thank you | many thanks | thanks a lot
  cheers | br | kr | thanks and regards | thank you and regards | with thanks | with best regards
id: hormat kami | hormat saya | dengan hormat | salam hormat | salam | wassalam | wassalamualaikum
  terima kasih | terimakasih | terima kasih banyak | salam hangat | salam sejahtera | trims | makasih | tks
  demikian terima kasih | demikian dan terima kasih | demikian atas perhatiannya terima kasih
  atas perhatiannya terima kasih | atas perhatian dan bantuannya terima kasih | atas bantuannya terima kasih
  sekian terima kasih | sekian dan terima kasih | wassalamu alaikum wr wb | wassalamualaikum wr wb | pemohon
""")
"""Whole last lines; below them stand names."""

WISHES = all_words("""
en: want to | wish to | like to | need to | can i | could i | may i | let me | please | id prefer to
  rather
id: ingin | mau | minta | mohon | tolong | bisa | boleh | dapat | pengen | perlu
""")
SPEAKING = all_words("""
en: talk to | talk with | speak to | speak with | chat to | chat with | be connected to | be transferred to
  transfer me to | connect me to | connect me with | put me through to
id: bicara dengan | berbicara dengan | bicara sama | ngomong sama | ngobrol sama | bicara ke
  disambungkan ke | disambungkan dengan | sambungkan ke | sambungkan dengan | dihubungkan dengan
  dihubungkan ke | hubungkan dengan | terhubung dengan | terhubung ke | bicara langsung dengan
  bicara langsung sama | chat dengan | chat sama
""")
PERSONS = all_words("""
en: human | humans | person | people | agent | representative | operator | someone | somebody | staff
  manager | advisor
id: petugas | orang | manusia | operator | cs | customer service | admin | staf | pegawai | pejabat
  operatornya | adminnya
""")
"""With a wish, a verb of speaking and up to three words between, or at the very beginning without the wish."""

PERSON_PHRASES = all_words("""
en: real person | real human | actual person | actual human | human being | human agent | live agent
  not a bot | not a robot | no bots please | call me back | please call me | give me a call | phone me back
  please phone me
id: orang asli | orang beneran | manusia asli | bukan bot | bukan robot | bukan mesin | mohon ditelepon
  minta ditelepon | tolong ditelepon | mohon telepon saya | tolong telepon saya | telepon balik
  telpon balik | tolong telpon saya
""")
"""Each enough by itself."""

SPELLINGS = {
    short: word
    for word, shorts in by_language("""
bagaimana: gimana | gmn | gmna | bgmn | bgmana
kenapa: mengapa | knp | knapa | napa
berapa: brp | brapa | brpa
kapan: kpn | kpan
mana: dimana | dmn | dmana | kemana
siapa: spa | syapa
belum: blm | blum | belom
masih: msh
nomor: nmr | nomer
rekening: rek | rekeningnya
transfer: tf | trf | transper
password: pw | pwd | passwd | pasword
ponsel: hp | handphone | hape
aplikasi: apk | app | apps | apl
email: imel | surel
pembayaran: pmbayaran | pembyrn
buka: bk | bukak
hilang: ilang | hlg
bayar: byr
kirim: krm | krim
terima: trima | trm
pesanan: orderan
""").items()
    for short in shorts
}
"""Words as people shorten or misspell them."""
