"""The keys of receipts: one secret of the site that signs, and the public keys of all secrets it ever signed with.

The secret lies in SPM_HOME/receipt.key and belongs into the backup beside the ledger. Where it is lost a new one is
made at the next run. Receipts that the old one signed still verify by its public key, which stays in
SPM_HOME/receipt-public.pem and is no secret: whoever has it can verify, and nobody can sign with it.
"""

import errno
import os
import re
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from tasks.home.modes import write_whole, written_aside

KEY_FILE = "receipt.key"
PUBLIC_FILE = "receipt-public.pem"

_KEY = re.compile(r"[0-9a-f]{64}")
_PEM = re.compile(r"-----BEGIN PUBLIC KEY-----\n.*?\n-----END PUBLIC KEY-----", re.DOTALL)
_PURPOSE = b"spm-provinsi tanda-terima-2 ed25519"
"""Tells the signing key from the secret itself, with which edition 1 made its codes."""
MOST = 100_000
"""Bytes of a file of keys."""


@dataclass(frozen=True)
class Keys:
    """What receipts can be verified with: public keys by their names, and the secrets that edition 1 needs."""

    public: dict[str, Ed25519PublicKey] = field(default_factory=dict)
    secrets: tuple[bytes, ...] = ()


def receipt_key(path: Path) -> bytes:
    """The secret at `path`, made where there is none; only its owner can read it. Its public key is noted beside it.

    Raises OSError for what is no key.
    """
    if not path.exists():
        aside = written_aside(path, secrets.token_hex(32) + "\n")  # mode 0600
        try:
            os.link(aside, path)
        except FileExistsError:
            pass  # another run was first; its key is the one
        finally:
            aside.unlink()
    secret = kept_key(path)
    _note(public_key(secret), path.with_name(PUBLIC_FILE))
    return secret


def kept_key(path: Path) -> bytes:
    """The secret at `path`. Raises OSError with a sentence where there is none or something else."""
    if not path.exists():
        raise FileNotFoundError(errno.ENOENT, "kunci tanda terima tidak ada; pulihkan dari cadangan", str(path))
    text = path.read_text(encoding="ascii", errors="replace").strip()
    if not _KEY.fullmatch(text):
        raise OSError(errno.EINVAL, "isinya bukan kunci tanda terima; pulihkan dari cadangan", str(path))
    return bytes.fromhex(text)


def keys_of_site(home: Path) -> Keys:
    """All that a home can verify with. Makes nothing. Raises OSError where there is no key at all, or a damaged one."""
    secret = home / KEY_FILE
    found = [keys_in(path) for path in (home / PUBLIC_FILE, secret) if path.exists()]
    if not found:
        reason = "kunci tanda terima tidak ada; pulihkan dari cadangan, atau beri kunci publik dengan --with-key"
        raise FileNotFoundError(errno.ENOENT, reason, str(secret))
    return Keys(
        {name: key for one in found for name, key in one.public.items()}, sum((one.secrets for one in found), ())
    )


def keys_in(path: Path) -> Keys:
    """The keys in a file: public ones as `spm verify --public-key` prints them, or a site's secret.

    Raises OSError where there is none.
    """
    with path.open("rb") as content:
        return keys_of(content.read(MOST + 1), str(path))


def keys_of(raw: bytes, name: str) -> Keys:
    """The keys in the content of such a file. Raises OSError where there is none; more than MOST bytes are no key."""
    text = raw.decode("ascii", errors="replace") if len(raw) <= MOST else ""
    if _KEY.fullmatch(text.strip()):
        secret = bytes.fromhex(text.strip())
        return Keys({name_of(public_key(secret)): public_key(secret)}, (secret,))
    try:
        read = [load_pem_public_key(pem.encode()) for pem in _PEM.findall(text.replace("\r\n", "\n"))]
    except ValueError:
        read = []
    if not read or not all(isinstance(one, Ed25519PublicKey) for one in read):
        raise OSError(errno.EINVAL, "isinya bukan kunci tanda terima", name)
    return Keys({name_of(one): one for one in read})


def public_key(secret: bytes) -> Ed25519PublicKey:
    return _private(secret).public_key()


def name_of(public: Ed25519PublicKey) -> str:
    """Sixteen characters that tell a key from others."""
    return sha256(public.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]


def signed(message: bytes, secret: bytes) -> str:
    """The signature, in base64. The same message gives the same signature."""
    return b64encode(_private(secret).sign(message)).decode()


def is_signed(message: bytes, signature: object, key: Ed25519PublicKey) -> bool:
    """Whether a signature is this key's, written as `signed` writes it: base64 has several spellings of some bytes."""
    try:
        raw = b64decode(str(signature), validate=True)
        key.verify(raw, message)
    except (InvalidSignature, ValueError):
        return False
    return b64encode(raw).decode() == signature


def pem(public: Ed25519PublicKey) -> str:
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def _private(secret: bytes) -> Ed25519PrivateKey:
    seed = HKDF(SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret)
    return Ed25519PrivateKey.from_private_bytes(seed)


def _note(public: Ed25519PublicKey, path: Path) -> None:
    """Adds a public key to those at `path`, the latest last."""
    known = keys_in(path).public if path.exists() else {}
    if name_of(public) not in known:
        write_whole(path, "".join(pem(one) for one in [*known.values(), public]), 0o644)
