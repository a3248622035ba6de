package io.dromedary.work;

import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.CipherOutputStream;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key with which the segments of an adaptive result are encrypted (RFC 8216 §4.3.2.4, AES-128). It is in memory only:
 * in no file, no log, and in no process but this one.
 */
final class SegmentKey {

    static final int BYTES = 16;
    static final String FIELD = "options.encryption.key_url";

    private final byte[] key;

    private SegmentKey(byte[] key) {
        this.key = key;
    }

    /**
     * Reads a key.
     *
     * @throws Problem {@code input_unsupported} if it has another size
     */
    static SegmentKey read(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(BYTES + 1);
        if (bytes.length != BYTES) {
            Arrays.fill(bytes, (byte) 0);
            throw new Problem(ProblemKind.INPUT_UNSUPPORTED, "The key at 'encryption.key_url' has "
                    + (bytes.length > BYTES ? "more than " + BYTES : Integer.toString(bytes.length))
                    + " bytes: a key of AES-128 has exactly 16, as they are, and not as hexadecimal digits or Base64.", FIELD);
        }
        return new SegmentKey(bytes);
    }

    /**
     * Encrypts a file in place.
     *
     * @param number of the segment in its playlist, which is the initialisation vector (RFC 8216 §5.2)
     */
    void encrypt(Path file, long number) throws IOException {
        Path encrypted = file.resolveSibling(file.getFileName() + ".encrypted");
        try (OutputStream out = new CipherOutputStream(Files.newOutputStream(encrypted), cipher(number))) {
            Files.copy(file, out);
        }
        Files.move(encrypted, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private Cipher cipher(long number) {
        try {
            // PKCS5Padding is Java's name for PKCS #7.
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"),
                    new IvParameterSpec(ByteBuffer.allocate(BYTES).putLong(0).putLong(number).array()));
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no AES", e);
        }
    }

    /** Overwrites it; it cannot be used any more. */
    void forget() {
        Arrays.fill(key, (byte) 0);
    }

    @Override
    public String toString() {
        return "SegmentKey";
    }
}
