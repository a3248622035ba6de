package io.dromedary.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs messages by the symmetric scheme of the Standard Webhooks specification: HMAC-SHA256 of
 * {@code <id>.<timestamp>.<body>}, as {@code v1,<base64>}, one for each secret.
 */
public final class Signer {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "whsec_";
    /** The specification's limits for the length of a secret. */
    private static final int MIN_BYTES = 24;
    private static final int MAX_BYTES = 64;
    private static final int FRESH_BYTES = 32;

    private final Supplier<List<SecretKeySpec>> keys;

    /** @param keys each of them signs every message, so that receivers can change from one to the next */
    public Signer(Supplier<List<SecretKeySpec>> keys) {
        this.keys = keys;
    }

    /**
     * Keys for {@link #Signer}.
     *
     * @param secrets       each {@code whsec_} and 24 to 64 bytes in base64
     * @param whereItStands where the secrets are configured, for the error message
     * @throws IllegalArgumentException if there is none, or one is invalid
     */
    public static List<SecretKeySpec> keys(List<String> secrets, String whereItStands) {
        return (secrets.isEmpty() ? List.of("") : secrets).stream().map(secret -> key(secret, whereItStands)).toList();
    }

    private static SecretKeySpec key(String secret, String whereItStands) {
        byte[] key = secret.startsWith(PREFIX) ? decode(secret.substring(PREFIX.length())) : new byte[0];
        if (key.length < MIN_BYTES || key.length > MAX_BYTES) {
            throw new IllegalArgumentException(whereItStands + " does not hold a secret for webhooks, which is '" + PREFIX
                    + "' and " + MIN_BYTES + " to " + MAX_BYTES + " bytes in base64: make one with"
                    + " 'echo " + PREFIX + "$(openssl rand -base64 32)'.");
        }
        return new SecretKeySpec(key, ALGORITHM);
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
     * The signatures of a message, for the header {@code webhook-signature}.
     *
     * @param timestamp seconds of Unix time
     */
    public String sign(String id, long timestamp, byte[] body) {
        return keys.get().stream().map(key -> sign(key, id, timestamp, body)).collect(Collectors.joining(" "));
    }

    private static String sign(SecretKeySpec key, String id, long timestamp, byte[] body) {
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
