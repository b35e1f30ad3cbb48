"""Words that give a language away. One language a line, words between bars, all lower case."""

from __future__ import annotations

from desk.vocabulary import all_words, by_language

INDONESIAN = frozenset(
    all_words("""
function: yang | dan | atau | dari | untuk | dengan | pada | dalam | tidak | ini | itu | adalah | akan | sudah
  belum
  telah | sedang | bisa | dapat | harus | karena | sehingga | supaya | agar | jika | kalau | bila | apabila
  ketika
  saat | setelah | sebelum | juga | lagi | saja | hanya | lebih | sangat | sekali | banyak | semua | setiap
  oleh
  kepada | bagi | tentang | seperti | namun | tetapi | tapi | tetap | masih | pernah | sejak | hingga | sampai
  maka
  lalu | kemudian | bahwa | ada | bukan | jangan | antara | melalui | tersebut | tsb | dsb | dll | dst
  terhadap
  sesuai | serta | sedangkan | walaupun | meskipun | selain | tanpa | para | ialah | yaitu | yakni | hal
  terkait
pronouns: saya | kami | kita | anda | kamu | kalian | dia | mereka | beliau | aku | nya | bapak | ibu | pak
  bapak/ibu
  mas | mbak | kak | kakak | saudara | saudari | bang | bu
questions: bagaimana | kenapa | mengapa | apakah | kapan | dimana | mana | siapa | berapa | apa | kah
courtesy: mohon | tolong | terima | kasih | terimakasih | selamat | pagi | siang | sore | malam | silakan
  silahkan
  hormat | salam | wassalam | assalamualaikum | assalamu'alaikum | wassalamualaikum | yth | maaf | permisi
  semoga
  trims | trimakasih | makasih | mksh | mks | tks
office: perihal | berikut | lampiran | terlampir | dilampirkan | surat | permohonan | pengajuan | permintaan
  laporan
  kendala | masalah | gangguan | kesalahan | gagal | berhasil | akun | sandi | aplikasi | jaringan | kantor
  nomor
  nama | alamat | telepon | cara | akses | pembayaran | tagihan | pesanan | pesan | barang | biaya | harga
  daftar
  pendaftaran | jadwal | rapat | pegawai | dinas | bagian | pengguna | layanan | tiket | petugas | keluhan
  bantuan
  informasi | undangan | dokumen | berkas | faktur | kuitansi | pengiriman | penerimaan | gaji | absensi
  cetak
verbs: kirim | dikirim | mengirim | terkirim | kirimkan | buka | membuka | dibuka | masuk | memakai | pakai
  menggunakan | digunakan | mengakses | diakses | coba | mencoba | dicoba | perlu | minta | meminta | diminta
  bantu
  dibantu | perbaiki | diperbaiki | muncul | keluar | hilang | rusak | mati | nyala | kembali | balas
  dibalas
  membalas | jawab | dijawab | tanya | bertanya | menanyakan | tanyakan | konfirmasi | cek | dicek | ngecek
  tunggu
  ditunggu | menunggu | bayar | dibayar | membayar | mendaftar | unduh | mengunduh | unggah | mengunggah
  boleh | mau
  ingin | punya | butuh | lupa | ganti | diganti | mengganti | ubah | diubah | mengubah | hapus | dihapus
  tambah
  ditambah | pasang | dipasang | simpan | disimpan | lihat | dilihat | terlihat | tahu | tau | bikin | dibuat
  membuat
  ambil | diambil | proses | diproses | tutup | ditutup | hubungi | menghubungi | dihubungi | datang | kerja
  bekerja
  jalan | berjalan | jadi | menjadi | terjadi | pindah | sambung | nyambung | tersambung | konek | ngeprint
  ngelag
  install-kan | reset-kan | diinstal | direset | di-reset | di-install | diupdate | di-update | diupload
  didownload
time: hari | tanggal | bulan | tahun | minggu | jam | senin | selasa | rabu | kamis | jumat | sabtu | januari
  februari
  maret | mei | juni | juli | agustus | oktober | desember | tadi | kemarin | besok | nanti | sekarang
  segera | lusa
adjectives: cepat | lambat | lemot | macet | baru | lama | baik | benar | salah | penuh | kosong | sama | lain
  error
others: mulu | mantap | mantab | stok | mesin | teks | lampu | merah | hijau | kuning | hitam | putih | biru
  indikator | kadaluarsa | kedaluwarsa | semalam | suhu
  kabel | listrik | layar | tombol | suara | gambar | foto | berita | sekolah | kelas | guru | siswa | mahasiswa
  kampus
  dosen | nilai | ujian | kuliah | lulus | rumah sakit | dokter | pasien | obat | kota | desa | kelurahan
  kecamatan
  kabupaten | provinsi | bupati | walikota | warga | anak | istri | suami | keluarga | teman | saldo | rekening
  kartu
  toko | belanja | diskon | ongkir | resi | kurir | paket | sampai | kebaca | nyangkut | ketinggalan | kehapus
  uang | orang | rumah | meja | kertas | tinta | ruang | ruangan | lantai | gedung | komputer
  monitornya
slang: yg | dgn | utk | dg | tdk | sdh | blm | krn | gak | ga | nggak | enggak | ngga | gk | kok | dong | deh
  sih | nih
  tuh | loh | lho | gimana | gmn | gmna | knp | udah | udh | aja | aj | doang | banget | bgt | sy | gue | gw
  gua | elo
  nya | gan | gabisa | gaada | gatau | kayak | kaya | kayanya | kayaknya | sepertinya | mungkin | trus | terus
  skrg
  skrng | td | kmrn | bsk | ntar | jd | emang | memang | kasih | siap | baiklah | pengen | dpt | bs | hrs
  tlg | mhn | bpk
  mba | ya | yaa | iya | ok siap | cuma | cuman | pake | nanya | nyoba | udahan | abis | dah | wkwk | wkwkwk
  hehe | bro
regional: nuwun | matur | kulo | mboten | inggih | piye | iki | opo | ora | wis | durung | sampun | dereng
  saged | kados
  pundi | menawi | badhe | kula | panjenengan | njenengan | ngapunten | nyuwun | tulung | awake | sampeyan
  monggo
  punten | hatur | teu | tiasa | kumaha | abdi | euy | mah | atuh | sareng | kanggo | sadaya | aya | henteu
  parantos
  ulun | kada | handak | lawan | pian | ndak | indak | alah | awak | ambo | baa | manga | lah | indak | dima
  iyo | tiyang
malay: kerana | sila | daripada | sahaja | macam | nak | hendak | sudi | pihak | tuan | puan | encik | tarikh
  perkara
  mahu | awak | kenapa | boleh | borang | pejabat
""")
)
"""Words of Indonesian, its slang, its neighbours and its regional languages."""

ENGLISH_TOO = frozenset(
    all_words("""
words: error | hal | mana | para | lain | sore | lama | data | proses | bin | jam | meter | gang | main | made | rang
names: bang | bro | dan | wis | kaya | lah | mah | salam | dia | mei | juli | bu | mas | nah | nak | sila | alah | kak
  hari | mari | aya | maka | wala | min
short: td | bs | ga | jd | mks | dah | kos | bpk | hehe | wkwk
""")
)
"""Those that English has as words, names or abbreviations: one alone proves nothing, two different ones do."""

ROMANCE_TOO = frozenset(
    all_words("""
es: ya | para | dia | mana | mas | sin | nada | cara | agar | tanto
pt: para | dia | mas | dan
it: mai | cara | bagi | dia
""")
)
"""Those that Spanish, Portuguese or Italian have as words."""

TITLES = frozenset(
    all_words("""
id: pak | bu | ibu | bapak | mas | mbak | mba | bang | kak
""")
)
"""Foreigners use them too, before a name."""

FUNCTION_WORDS: dict[str, frozenset[str]] = {
    code: frozenset(words)
    for code, words in by_language("""
en: the | and | of | to | is | are | was | were | be | been | have | has | had | do | does | did | not | with
  for
  from | this | that | these | those | you | your | we | our | they | their | it | its | he | she | his | her
  my | me
  i | i'm | i've | a | an | in | on | at | by | as | or | if | but | so | can | can't | could | would | should
  will
  please | thanks | thank | hello | hi | dear | regards | there | here | what | when | where | which | who
  how | why
  any | some | all | no | yes | just | about | after | before | again | still | been | more | than | then
  also | into
  out | up | don't | doesn't | get | need | cannot
de: der | die | das | und | ist | nicht | ich | sie | wir | ein | eine | einen | mit | für | von | auf | den
  dem | zu
  im | bei | auch | wie | bitte | danke | hallo | guten | haben | kann | werden | wurde | sind | war | aber
  oder
  wenn | noch | nach | über | mein | meine | ihre | ihr | uns | es | hat | dass
nl: de | het | een | en | van | ik | niet | dat | is | te | op | voor | met | zijn | aan | er | maar | om
  ook | als
  kan | wij | mijn | uw | graag | bedankt | geen | deze | dit | heb | naar | bij | kunnen | wordt | we
  jullie
fr: le | la | les | un | une | des | et | est | je | vous | nous | pas | ne | que | qui | dans | pour | avec
  sur | ce
  cette | mon | votre | merci | bonjour | il | elle | mais | ou | du | au | aux | sont | avez | suis | plus
  de
es: estoy | ahora | el | la | los | las | un | una | y | es | no | que | de | en | por | para | con | mi | su
  se | lo | al
  del | pero
  como | más | gracias | hola | buenos | está | tengo | puede | desde | este | esta | usted | ustedes | nos
  me
pt: o | a | os | as | um | uma | e | é | não | que | de | em | por | para | com | meu | sua | se | do | da
  no | na
  mas | como | mais | obrigado | obrigada | olá | está | tenho | pode | você | isso | este | esta | nos | ao
it: il | lo | la | gli | le | un | una | e | è | non | che | di | in | per | con | mi | si | del | della | ma
  come
  più | grazie | buongiorno | sono | ho | questo | questa | può | salve | vi | nel | alla | dal | i
tr: ve | bir | bu | için | ile | da | değil | ne | var | yok | ben | siz | biz | ama | çok | nasıl | merhaba
  teşekkürler | lütfen | olarak | sonra | daha | gibi | kadar | mı | mi | de
pl: i | w | na | z | się | nie | jest | do | że | to | jak | ale | proszę | dziękuję | dzień | dobry | czy
  mam | mnie
  przez | lub | oraz | który | po | dla | od | są
sv: och | att | det | är | inte | jag | en | ett | på | för | med | som | till | av | har | kan | hej | tack
  vi | ni
  den | men | om | var
da: og | at | det | er | ikke | jeg | en | et | på | for | med | som | til | af | har | kan | hej | tak | vi
  den
  men | om | fra | hvis
vi: và | của | là | không | có | cho | tôi | được | các | này | với | xin | chào | cảm | ơn | bạn | một
  trong | khi
tl: ang | ng | mga | sa | na | ay | hindi | ako | po | ko | mo | namin | kami | kung | may | wala | ito
  paano | salamat
""").items()
}
