"""What the operating system says of a fault, in words for whoever can mend it."""

import errno
import os

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
    """The reason alone, without the path; a text of whoever raised it, or the system's where we have no words, stays.

    >>> words_of(OSError(errno.ENOSPC, "No space left on device"))
    'ruang penyimpanan habis'
    """
    own = fault.strerror or type(fault).__name__
    return own if fault.errno and own != os.strerror(fault.errno) else _WORDS.get(fault.errno, own)
