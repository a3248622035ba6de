package io.dromedary.connection;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals secrets for the database with AES-256-GCM.
 *
 * <p>A sealed text is {@code v1.<base64 of 12 bytes nonce, ciphertext, 16 bytes tag>}. It is bound to the id of what
 * it belongs to, so that a row's secret cannot be moved to another row. Nonces are random: NIST SP 800-38D 8.3 allows
 * 2^32 of them with one key.
 */
public final class SecretBox {

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String VERSION = "v1.";

    private final SecretKeySpec key;
    private final SecureRandom random;

    private SecretBox(byte[] key, SecureRandom random) {
        this.key = new SecretKeySpec(key, "AES");
        this.random = random;
    }

    /**
     * A box with this key.
     *
     * @param base64Key 32 bytes in base64, as {@code openssl rand -base64 32} prints them
     */
    public static SecretBox withKey(String base64Key, String whereItStands, SecureRandom random) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(base64Key.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(whereItStands + " does not hold base64: " + HOW_TO_MAKE_ONE);
        }
        if (key.length != KEY_BYTES) {
            throw new IllegalStateException(
                    whereItStands + " holds a key of " + key.length + " bytes, not 32: " + HOW_TO_MAKE_ONE);
        }
        return new SecretBox(key, random);
    }

    private static final String HOW_TO_MAKE_ONE = "make one with 'openssl rand -base64 32'";

    /** A box with the key of this file; the file is made, readable by its owner only, when there is none. */
    public static SecretBox withKeyFile(Path file, SecureRandom random) {
        return withKey(KeyFile.read(file, () -> {
            var key = new byte[KEY_BYTES];
            random.nextBytes(key);
            return Base64.getEncoder().encodeToString(key);
        }), "The key file " + file, random);
    }

    /** Seals a secret that belongs to the thing with this id. */
    public String seal(String secret, String ownerId) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, secret.getBytes(StandardCharsets.UTF_8), ownerId);
        byte[] whole = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
        System.arraycopy(sealed, 0, whole, NONCE_BYTES, sealed.length);
        return VERSION + Base64.getEncoder().encodeToString(whole);
    }

    /**
     * Opens what {@link #seal} made.
     *
     * @throws IllegalStateException when it was sealed with another key, for another owner, or changed since
     */
    public String open(String sealed, String ownerId) {
        byte[] whole = Base64.getDecoder().decode(sealed.substring(VERSION.length()));
        byte[] secret = run(Cipher.DECRYPT_MODE, Arrays.copyOf(whole, NONCE_BYTES),
                Arrays.copyOfRange(whole, NONCE_BYTES, whole.length), ownerId);
        return new String(secret, StandardCharsets.UTF_8);
    }

    private byte[] run(int mode, byte[] nonce, byte[] text, String ownerId) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(ownerId.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The secret of " + ownerId + " does not open with this node's key:"
                    + " is DROMEDARY_KEY_FILE the file that it was sealed with?", e);
        }
    }
}
