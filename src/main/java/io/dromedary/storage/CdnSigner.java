package io.dromedary.storage;

import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs the names of published files, so that only those who have a URL can open a file, until it expires.
 *
 * <p>A signature is the first segment of the path, {@code ~<expiry>.<signature>}: relative URLs in playlists inherit it,
 * while a query would be lost. It is HMAC-SHA256 over the expiry and what it opens: for a playlist or a table of
 * thumbnails, which name other files, the whole folder of the job; for any other file, that file alone.
 */
public final class CdnSigner {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int MIN_BYTES = 32;
    private static final Pattern SIGNED = Pattern.compile("~([1-9]\\d{0,11})\\.([\\w-]{43})/(.+)", Pattern.DOTALL);
    private static final Pattern NAMES_OTHERS = Pattern.compile(".+\\.(m3u8|vtt)", Pattern.DOTALL);
    private static final Pattern MARKED = Pattern.compile("^~[^/]*/");

    private final Supplier<List<SecretKeySpec>> keys;
    private final Clock clock;

    /** @param keys the first one signs; signatures of the others stay valid */
    public CdnSigner(Supplier<List<SecretKeySpec>> keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * A file that a signature opens.
     *
     * @param name    its path in the CDN folder
     * @param seconds for which the signature stays valid
     */
    public record Opened(String name, long seconds) {
    }

    /**
     * Keys for {@link #CdnSigner}.
     *
     * @param secrets       each at least 32 bytes in base64
     * @param whereItStands for error messages
     * @throws IllegalArgumentException if there is none, or one is invalid
     */
    public static List<SecretKeySpec> keys(List<String> secrets, String whereItStands) {
        return (secrets.isEmpty() ? List.of("") : secrets).stream().map(secret -> key(secret, whereItStands)).toList();
    }

    private static SecretKeySpec key(String base64, String whereItStands) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            key = new byte[0];
        }
        if (key.length < MIN_BYTES) {
            throw new IllegalArgumentException(whereItStands + " does not hold what signs URLs, which is at least "
                    + MIN_BYTES + " bytes in base64: make one with 'openssl rand -base64 32'.");
        }
        return new SecretKeySpec(key, ALGORITHM);
    }

    /** A new key, as text. */
    public static String freshKey(SecureRandom random) {
        var key = new byte[MIN_BYTES];
        random.nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    /**
     * The path segment that opens a file.
     *
     * @param name   its path in the CDN folder
     * @param expiry seconds of Unix time
     */
    String segment(String name, long expiry) {
        return "~" + expiry + "." + signature(name, expiry);
    }

    /** The signature of a file. */
    public String signature(String name, long expiry) {
        return mac(keys.get().get(0), NAMES_OTHERS.matcher(name).matches() ? folder(name) : name, expiry);
    }

    /**
     * Checks the path of a signed URL.
     *
     * @param path below the CDN folder's URL, decoded
     * @throws Problem {@code forbidden} if there is no signature, it is that of another file, or it has expired
     */
    public Opened open(String path) {
        Matcher signed = SIGNED.matcher(path);
        if (!signed.matches()) {
            throw new Problem(ProblemKind.FORBIDDEN, "Files are opened by signed URLs here, and this is none: take the"
                    + " one in the job, or sign it with POST /signatures.");
        }
        long expiry = Long.parseLong(signed.group(1));
        String name = signed.group(3);
        // Otherwise a path could begin in the signed folder and lead out of it.
        boolean isPlain = Path.of(name).normalize().toString().equals(name);
        if (!isPlain || !isSignature(signed.group(2), name, expiry)) {
            throw new Problem(ProblemKind.FORBIDDEN, "The signature in this URL is not that of this file and this"
                    + " expiry: take the URL as it stands in the job, or sign it anew with POST /signatures.");
        }
        long seconds = expiry - clock.instant().getEpochSecond();
        if (seconds <= 0) {
            throw new Problem(ProblemKind.FORBIDDEN, "This URL has expired: the job has a new one, or sign it anew with"
                    + " POST /signatures.");
        }
        return new Opened(name, seconds);
    }

    /** A path without its signature, valid or not. */
    static String bare(String path) {
        return MARKED.matcher(path).replaceFirst("");
    }

    private boolean isSignature(String given, String name, long expiry) {
        boolean is = false;
        for (SecretKeySpec key : keys.get()) {
            is |= equal(given, mac(key, name, expiry)) | equal(given, mac(key, folder(name), expiry));
        }
        return is;
    }

    private static boolean equal(String given, String right) {
        return MessageDigest.isEqual(
                given.getBytes(StandardCharsets.US_ASCII), right.getBytes(StandardCharsets.US_ASCII));
    }

    /** The folder of a job with a trailing slash, which no file name has. */
    private static String folder(String name) {
        return name.replaceFirst("(?s)/.*", "") + "/";
    }

    private static String mac(SecretKeySpec key, String opens, long expiry) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(
                    ("dromedary cdn 1\n" + expiry + "\n" + opens).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + ALGORITHM, e);
        }
    }
}
