"""What the operating system says of a fault, in words for whoever can mend it."""

import errno

_WORDS = {
    **dict.fromkeys((errno.EACCES, errno.EPERM), "tidak ada izin memakainya"),
    errno.EIO: "penyimpanannya gagal membaca atau menulis",
    errno.ENOSPC: "ruang penyimpanan habis",
    errno.EDQUOT: "kuota penyimpanan habis",
    errno.EROFS: "penyimpanannya hanya dapat dibaca",
    errno.ENAMETOOLONG: "namanya terlalu panjang",
    errno.ENOENT: "tidak ada",
    errno.EEXIST: "sudah ada",
    errno.EISDIR: "itu folder, bukan berkas",
    errno.ENOTDIR: "bagian jalurnya bukan folder",
    errno.ENOTEMPTY: "foldernya tidak kosong",
    errno.ELOOP: "tautannya berputar",
    errno.EBUSY: "sedang dipakai",
    errno.ETXTBSY: "sedang dipakai",
    **dict.fromkeys((errno.EMFILE, errno.ENFILE), "terlalu banyak berkas terbuka"),
    errno.ENOMEM: "memori habis",
    errno.ESTALE: "penyimpanan jaringannya terputus",
    errno.EADDRINUSE: "sedang dipakai proses lain",
    errno.EADDRNOTAVAIL: "bukan alamat mesin ini",
    errno.ECONNREFUSED: "tidak ada yang menjawab di sana",
}


def words_of(fault: OSError) -> str:
    """The reason alone, without the path; the system's own text where we have no words.

    >>> words_of(OSError(errno.ENOSPC, "No space left on device"))
    'ruang penyimpanan habis'
    """
    return _WORDS.get(fault.errno, fault.strerror or type(fault).__name__)
