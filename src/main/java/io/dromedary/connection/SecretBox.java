package io.dromedary.connection;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals secrets for the database with AES-256-GCM.
 *
 * <p>A sealed text is {@code v2.<id of the key>.<base64 of 12 bytes nonce, ciphertext, 16 bytes tag>}; before key
 * rotation it was {@code v1.} without an id. It is bound to the id of its owner, so that a secret cannot be moved to
 * another row. Nonces are random: NIST SP 800-38D 8.3 allows 2^32 of them with one key.
 */
public final class SecretBox {

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int ID_BYTES = 4;
    private static final String WITHOUT_ID = "v1.";
    private static final String WITH_ID = "v2.";
    private static final String HOW_TO_MAKE_ONE = "make one with 'openssl rand -base64 32'.";

    private final Supplier<List<Key>> keys;
    private final SecureRandom random;

    /** @param keys the first one seals; all of them open */
    public SecretBox(Supplier<List<Key>> keys, SecureRandom random) {
        this.keys = keys;
        this.random = random;
    }

    /** A key and its id in sealed texts, which reveals nothing about the key. */
    public record Key(String id, SecretKeySpec secret) {

        /** Only the id, as a key may be logged. */
        @Override
        public String toString() {
            return "Key[" + id + "]";
        }
    }

    /**
     * Parses keys, the newest first.
     *
     * @param lines each 32 bytes in base64, as {@code openssl rand -base64 32} prints them
     * @throws IllegalArgumentException if there is none, or one is invalid
     */
    public static List<Key> keys(List<String> lines, String whereItStands) {
        if (lines.isEmpty()) {
            throw new IllegalArgumentException(whereItStands + " does not hold a key: " + HOW_TO_MAKE_ONE);
        }
        return lines.stream().map(line -> key(line, whereItStands)).toList();
    }

    private static Key key(String base64, String whereItStands) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(whereItStands + " does not hold base64: " + HOW_TO_MAKE_ONE);
        }
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException(
                    whereItStands + " holds a key of " + key.length + " bytes, not 32: " + HOW_TO_MAKE_ONE);
        }
        return new Key(id(key), new SecretKeySpec(key, "AES"));
    }

    private static String id(byte[] key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("dromedary key id".getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(key), 0, ID_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** A new key, as text. */
    public static String freshKey(SecureRandom random) {
        var key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    /** Seals a secret for the owner with this id. */
    public String seal(String secret, String ownerId) {
        Key newest = keys.get().get(0);
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed;
        try {
            sealed = run(Cipher.ENCRYPT_MODE, newest, nonce, secret.getBytes(StandardCharsets.UTF_8), ownerId);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has AES-GCM", e);
        }
        byte[] whole = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
        System.arraycopy(sealed, 0, whole, NONCE_BYTES, sealed.length);
        return WITH_ID + newest.id() + "." + Base64.getEncoder().encodeToString(whole);
    }

    /** Was this sealed with the newest key? */
    boolean isNewest(String sealed) {
        return sealed.startsWith(WITH_ID + keys.get().get(0).id() + ".");
    }

    /**
     * Opens a text that {@link #seal} has made.
     *
     * @throws IllegalStateException if it was sealed with another key or for another owner, or has been changed
     */
    public String open(String sealed, String ownerId) {
        byte[] whole = Base64.getDecoder().decode(sealed.substring(sealed.lastIndexOf('.') + 1));
        GeneralSecurityException last = null;
        for (Key key : keys.get()) {
            if (sealed.startsWith(WITHOUT_ID) || sealed.startsWith(WITH_ID + key.id() + ".")) {
                try {
                    return new String(run(Cipher.DECRYPT_MODE, key, Arrays.copyOf(whole, NONCE_BYTES),
                            Arrays.copyOfRange(whole, NONCE_BYTES, whole.length), ownerId), StandardCharsets.UTF_8);
                } catch (GeneralSecurityException e) {
                    last = e;
                }
            }
        }
        throw new IllegalStateException("The secret of " + ownerId + " does not open with this node's keys: is"
                + " DROMEDARY_KEY_FILE the file that it was sealed with, and has that lost a key?", last);
    }

    private static byte[] run(int mode, Key key, byte[] nonce, byte[] text, String ownerId)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.secret(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(ownerId.getBytes(StandardCharsets.UTF_8));
        return cipher.doFinal(text);
    }
}
