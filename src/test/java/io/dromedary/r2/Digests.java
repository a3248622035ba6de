package io.dromedary.r2;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;

/** The digests of S3, which every Java has; those of Conscrypt where that is installed, as they are faster. */
final class Digests {

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
            Provider fast = Security.getProvider("Conscrypt");
            return fast == null ? MessageDigest.getInstance(name) : MessageDigest.getInstance(name, fast);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
