package io.dromedary.r2;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.Optional;
import org.conscrypt.Conscrypt;

/**
 * The digests of S3. Java computes them quickly only with its second compiler, which the tests' JVM goes without: a quarter
 * of its time was theirs. So they are done by a native library, where it has one for the machine.
 */
final class Digests {

    private static final Optional<Provider> NATIVE =
            Conscrypt.isAvailable() ? Optional.of(Conscrypt.newProvider()) : Optional.empty();

    private Digests() {
    }

    static MessageDigest md5() {
        return of("MD5");
    }

    static MessageDigest sha256() {
        return of("SHA-256");
    }

    private static MessageDigest of(String name) {
        try {
            return NATIVE.isPresent() ? MessageDigest.getInstance(name, NATIVE.get()) : MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
