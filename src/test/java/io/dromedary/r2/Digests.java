package io.dromedary.r2;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digests of S3, which every Java has. */
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
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
