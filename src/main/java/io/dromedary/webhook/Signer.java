package io.dromedary.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs messages by the symmetric scheme of the Standard Webhooks specification: HMAC-SHA256 of
 * {@code <id>.<timestamp>.<body>}, as {@code v1,<base64>}.
 */
public final class Signer {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "whsec_";
    /** The specification's bounds for the length of a secret. */
    private static final int MIN_BYTES = 24;
    private static final int MAX_BYTES = 64;
    private static final int FRESH_BYTES = 32;

    private final SecretKeySpec key;

    private Signer(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /**
     * A signer with this secret.
     *
     * @param secret        {@code whsec_} and 24 to 64 bytes in base64
     * @param whereItStands for the message when it is none
     */
    public static Signer withSecret(String secret, String whereItStands) {
        byte[] key = secret.startsWith(PREFIX) ? decode(secret.substring(PREFIX.length())) : new byte[0];
        if (key.length < MIN_BYTES || key.length > MAX_BYTES) {
            throw new IllegalStateException(whereItStands + " does not hold a secret for webhooks, which is '" + PREFIX
                    + "' and " + MIN_BYTES + " to " + MAX_BYTES + " bytes in base64: make one with"
                    + " 'echo " + PREFIX + "$(openssl rand -base64 32)'");
        }
        return new Signer(key);
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    /** A new secret. */
    public static String freshSecret(SecureRandom random) {
        var key = new byte[FRESH_BYTES];
        random.nextBytes(key);
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    /**
     * The signature of a message, as the header {@code webhook-signature} has it.
     *
     * @param timestamp seconds of Unix time
     */
    public String sign(String id, long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + ALGORITHM, e);
        }
    }
}
