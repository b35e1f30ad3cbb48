"""What happened at the demo's desk before today: a dozen matters, some settled, some waiting, some not begun.

Plain data, in the words of the people of `ops.seed_people`; `ops.seed` lets the desk's verbs play it.
"""

from __future__ import annotations

from models.ticket import Channel
from ops.seed_clocks import TODAY
from ops.seed_people import (
    AIKO,
    BAGUS,
    CLARA,
    DATA,
    HENDRA,
    INFORMATION,
    IT,
    MADE,
    MAYA,
    RATNA,
    SARI,
    SITI,
    TOM,
)
from ops.seed_turns import Matter, answers, is_closed, notes, puts_off, resolves, says, takes

VILLAGE_MAP = Matter(
    RATNA,
    DATA,
    "Peta batas desa terbaru",
    3.2,
    "Selamat pagi,\n\nKami sedang menyusun RPJM Desa dan memerlukan peta batas Desa Mekarwangi yang "
    "terbaru. Yang ada pada kami masih terbitan lama. Apakah Balai memiliki versi "
    "digitalnya?\n\nTerima kasih.",
    (
        takes(1, SARI),
        answers(
            2,
            SARI,
            "Yth. Ibu Ratna,\n\nPeta batas desa hasil penegasan terakhir tersedia dalam format SHP dan "
            "PDF. Untuk format SHP kami memerlukan surat permohonan dari kepala desa. Mohon dikirimkan "
            "melalui surel ini.\n\nSalam,\nSari",
        ),
    ),
)

FLOOD_SERIES = Matter(
    TOM,
    DATA,
    "Rainfall and river level series 2015-2024",
    5.1,
    "Dear team,\n\nFor a flood early-warning study we are looking for daily rainfall and river level "
    "series of the Cilestari catchment, 2015 to 2024. Could you tell me which stations have data and "
    "what the conditions of use are?\n\nKind regards,\nTom Whitfield\nRiverwatch",
    (
        takes(3, CLARA),
        answers(
            5,
            CLARA,
            "Dear Tom,\n\nFour stations cover the period. Daily rainfall is open data and I can send "
            "it right away; river levels need a short statement of purpose, half a page is "
            "enough.\n\nBest regards,\nClara",
        ),
        says(
            26,
            "Dear Clara,\n\nThank you, that was quick. I shall write the statement this week. May I "
            "already have the rainfall files?\n\nTom",
        ),
        notes(28, CLARA, "Stasiun Hulu kosong Maret-Mei 2019 (alat rusak). Sebutkan di keterangan data."),
        answers(
            29,
            CLARA,
            "Dear Tom,\n\nThe rainfall files are on their way in a separate mail. Please note the gap "
            "at the upper station, March to May 2019: the gauge was broken.\n\nClara",
        ),
    ),
)

PRINTER = Matter(
    MADE,
    IT,
    "Printer resep di loket 2 tidak mencetak",
    0.9,
    "Pagi Pak,\n\nPrinter resep di loket 2 sejak tadi hanya keluar kertas kosong. Sudah kami matikan "
    "dan nyalakan lagi, tetap sama. Antrean mulai panjang, mohon dibantu.\n\nMade",
    (
        takes(0.3, BAGUS),
        notes(0.5, BAGUS, "Kemungkinan head kotor. Unit cadangan ada di gudang, bisa dibawa siang ini."),
    ),
)

VPN = Matter(
    HENDRA,
    IT,
    "VPN terputus setiap sepuluh menit",
    2.4,
    "Yth. Layanan TI,\n\nSejak Senin sambungan VPN ke aplikasi data pokok selalu terputus setelah "
    "kira-kira sepuluh menit. Jaringan sekolah lancar. Kendala yang sama dialami dua operator "
    "lain.\n\nHormat saya,\nHendra Gunadi",
    (
        takes(1.5, BAGUS),
        answers(
            2,
            BAGUS,
            "Yth. Bapak Hendra,\n\nTerima kasih laporannya. Bisa kami minta jam pasti saat terputus "
            "hari ini, dan versi aplikasi VPN yang dipakai (menu Bantuan > Tentang)?\n\nBagus",
        ),
        says(20, "Pak Bagus,\n\nTerputus pukul 09.12, 09.23 dan 09.34. Versi aplikasinya 5.2.1.\n\nHendra"),
    ),
)

SERVER_MOVE = Matter(
    SITI,
    IT,
    "Permohonan subdomain untuk kelompok tani",
    8.0,
    "Selamat siang,\n\nDinas memerlukan subdomain untuk halaman kelompok tani. Berkas permohonan sudah "
    "ditandatangani kepala dinas. Kapan kira-kira dapat aktif?\n\nSiti Rohmah",
    (
        takes(2, BAGUS),
        puts_off(
            4,
            BAGUS,
            "Yth. Ibu Siti,\n\nPermohonan kami terima lengkap. Pemindahan server selesai akhir pekan "
            "depan; subdomain kami aktifkan sesudahnya dan Ibu akan kami kabari.\n\nBagus",
        ),
    ),
)

OFFICE_HOURS = Matter(
    SITI,
    INFORMATION,
    "Jam layanan selama cuti bersama",
    1.6,
    "Apakah loket tetap buka pada cuti bersama pekan depan? Ada tiga warga kami yang hendak mengurus "
    "data lahan.",
    (
        answers(
            1,
            MAYA,
            "Yth. Ibu Siti,\n\nLoket tutup pada hari cuti bersama dan buka kembali keesokan harinya "
            "pukul 08.00 WIB. Permohonan lewat surel tetap kami catat setiap hari.\n\nSalam "
            "hormat,\nMaya",
        ),
        says(1.5, "Baik Bu Maya, sudah jelas. Terima kasih banyak."),
        resolves(2, MAYA),
    ),
)

CENSUS_TABLE = Matter(
    AIKO,
    DATA,
    "Population by village and age group",
    12.3,
    "Hello,\n\nis there a table of population by village and five-year age group for the whole "
    "regency? A spreadsheet would be perfect.\n\nThank you,\nAiko Brandt",
    (
        takes(1, CLARA),
        answers(
            2,
            CLARA,
            "Dear Aiko,\n\nYes: the table is published every June. The latest one is attached to our "
            'page of open data under "Kependudukan"; the column headings are in both '
            "languages.\n\nClara",
        ),
        says(7, "Found it, exactly what I needed. Thanks a lot!"),
        resolves(8, CLARA),
        is_closed(8 + 24 * 7),
    ),
)

PASSWORD_RESET = Matter(
    RATNA,
    IT,
    "Lupa kata sandi aplikasi profil desa",
    15.0,
    "Bapak/Ibu, saya lupa kata sandi aplikasi profil desa. Mohon bantuannya untuk diatur ulang.",
    (
        takes(0.2, BAGUS),
        answers(
            0.4,
            BAGUS,
            "Yth. Ibu Ratna,\n\nTautan untuk mengatur ulang sudah dikirim oleh aplikasi ke nomor "
            "telepon Ibu yang terdaftar. Berlaku satu jam.\n\nBagus",
        ),
        says(0.9, "Sudah bisa masuk, Pak. Terima kasih."),
        resolves(1, BAGUS),
        is_closed(1 + 24 * 7),
    ),
)

OBJECTION = Matter(
    HENDRA,
    INFORMATION,
    "Tata cara keberatan atas permohonan informasi",
    0.5,
    "Yth. Petugas informasi,\n\nPermohonan informasi kami tertanggal bulan lalu belum dijawab. "
    "Bagaimana tata cara mengajukan keberatan, dan berapa lama tanggapannya?\n\nHendra Gunadi",
)

COUNTER = Matter(
    MADE,
    INFORMATION,
    "Kunjungan: legalisir salinan data puskesmas",
    0.3,
    "Bapak Made datang ke loket, meminta legalisir dua salinan data kunjungan pasien triwulan "
    "terakhir. Berkas ditinggal, diambil besok siang.",
    (takes(0.1, MAYA),),
    Channel.COUNTER,
)

API_KEY = Matter(
    AIKO,
    IT,
    "API key for the open data catalogue",
    4.2,
    "Hi,\n\nthe catalogue says one needs an API key for more than 100 requests an hour, but I cannot "
    "find a form to ask for one. How do I get a key?\n\nAiko",
    (
        answers(
            20,
            BAGUS,
            "Dear Aiko,\n\nThe form is being rebuilt. Please tell me the name of your project and the "
            "number of requests you expect in an hour; I will make the key by hand.\n\nBagus",
        ),
    ),
)

WRONG_FIGURE = Matter(
    SITI,
    DATA,
    "Angka luas panen berbeda dengan publikasi",
    6.7,
    "Yth. Tim Data,\n\nLuas panen padi di tabel daring 1.284 ha, sedangkan di buku publikasi 1.248 ha. "
    "Mana yang benar? Angka ini akan kami kutip dalam laporan.\n\nSiti Rohmah",
    (
        takes(2, SARI),
        notes(3, SARI, "Sudah dicek ke berkas sumber: salah ketik di tabel daring."),
        answers(
            4,
            SARI,
            "Yth. Ibu Siti,\n\nTerima kasih atas ketelitiannya. Yang benar 1.248 ha; tabel daring "
            "sudah kami perbaiki hari ini.\n\nSalam,\nSari",
        ),
        resolves(4.1, SARI),
    ),
)

MATTERS = (
    PASSWORD_RESET,
    CENSUS_TABLE,
    SERVER_MOVE,
    WRONG_FIGURE,
    FLOOD_SERIES,
    API_KEY,
    VILLAGE_MAP,
    VPN,
    OFFICE_HOURS,
    PRINTER,
    OBJECTION,
    COUNTER,
    *TODAY,
)
