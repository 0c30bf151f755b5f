"""SM4-GCM (GB/T 32907-2016, GB/T 36624-2018) for one text, and the proof at start-up that it is computed as published."""

from collections.abc import Callable

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from yunjiang.standards.national_cryptography import hmac_sm3, sm3

from .refusals import CipherWrong

KEY, NONCE, TAG = 16, 12, 16  # bytes

# RFC 8998, A.1; GB/T 32907-2016, A.1; GB/T 32905-2016, A.1.
_GCM = {
    "key": "0123456789abcdeffedcba9876543210",
    "nonce": "00001234567800000000abcd",
    "context": "feedfacedeadbeeffeedfacedeadbeefabaddad2",
    "text": "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
    "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa",
    "sealed": "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
    "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d",
    "tag": "83de3541e4c2b58177e065a9bf7b62ec",
}
_BLOCK = ("0123456789abcdeffedcba9876543210", "681edf34d206965e86b3e94f536e4246")
_SM3_OF_ABC = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
# HMAC (RFC 2104) over SM3 of the text "what do ya want for nothing?" under the key "Jefe", as RFC 4231's second case.
_HMAC = "2e87f1d16862e6d964b50a5200bf2b10b764faa9680a296a2405f24bec39f882"


def encrypted(key: algorithms.SM4, nonce: bytes, text: bytes, context: bytes) -> bytes:
    """Return the text encrypted and, after it, the tag over it and the context."""
    encryptor = Cipher(key, modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(context)
    return encryptor.update(text) + encryptor.finalize() + encryptor.tag


def decrypted(key: algorithms.SM4, nonce: bytes, sealed: bytes, context: bytes) -> bytes:
    """Return the text of what `encrypted` returned. Raises cryptography's InvalidTag when anything was altered."""
    decryptor = Cipher(key, modes.GCM(nonce, sealed[-TAG:])).decryptor()
    decryptor.authenticate_additional_data(context)
    return decryptor.update(sealed[:-TAG]) + decryptor.finalize()


def check() -> None:
    """Do nothing when this machine computes SM3, HMAC-SM3, SM4 and SM4-GCM as published. Raises CipherWrong otherwise."""
    proofs: dict[str, Callable[[], bool]] = {
        "SM3": lambda: sm3(b"abc").hex() == _SM3_OF_ABC,
        "HMAC-SM3": lambda: hmac_sm3(b"Jefe", b"what do ya want for nothing?").hex() == _HMAC,
        "SM4": _block_is_right,
        "SM4-GCM": _gcm_is_right,
    }
    for what, is_right in proofs.items():
        try:
            right = is_right()
        except (UnsupportedAlgorithm, InvalidTag) as error:
            raise CipherWrong(what) from error
        if not right:
            raise CipherWrong(what)


def _block_is_right() -> bool:
    key, expected = (bytes.fromhex(each) for each in _BLOCK)
    encryptor = Cipher(algorithms.SM4(key), modes.ECB()).encryptor()  # noqa: S305 - the standard's one-block example
    return encryptor.update(key) + encryptor.finalize() == expected


def _gcm_is_right() -> bool:
    parts = {name: bytes.fromhex(text) for name, text in _GCM.items()}
    key = algorithms.SM4(parts["key"])
    sealed = encrypted(key, parts["nonce"], parts["text"], parts["context"])
    is_same = sealed == parts["sealed"] + parts["tag"]
    return is_same and decrypted(key, parts["nonce"], sealed, parts["context"]) == parts["text"]
