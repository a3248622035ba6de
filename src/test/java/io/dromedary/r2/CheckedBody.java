package io.dromedary.r2;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/** A body that must have the digests its head promised (rules 7 and 20); its end is not reached otherwise. */
final class CheckedBody extends FilterInputStream {

    private final MessageDigest sha256 = Digests.sha256();
    private final MessageDigest md5 = Digests.md5();
    private final Optional<String> expectedSha256;
    private final Optional<byte[]> expectedMd5;
    private boolean checked;

    CheckedBody(InputStream body, Optional<String> expectedSha256, Optional<byte[]> expectedMd5) {
        super(body);
        this.expectedSha256 = expectedSha256;
        this.expectedMd5 = expectedMd5;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int n = super.read(target, offset, length);
        if (n < 0) {
            check();
        } else {
            // Hashing gigabytes twice is what makes a double slow: only what will be compared.
            if (expectedSha256.isPresent()) {
                sha256.update(target, offset, n);
            }
            if (expectedMd5.isPresent()) {
                md5.update(target, offset, n);
            }
        }
        return n;
    }

    /** Reads to the end, and so to the check, without keeping anything. */
    void drain() throws IOException {
        byte[] waste = new byte[8192];
        while (read(waste, 0, waste.length) >= 0) {
            // Nothing to keep.
        }
    }

    /** Once only: a reader may ask for the end several times, and a digest gives its result but once. */
    private void check() {
        if (checked) {
            return;
        }
        checked = true;
        if (expectedSha256.isPresent() && !expectedSha256.get().equals(HexFormat.of().formatHex(sha256.digest()))) {
            throw new R2Error(400, "XAmzContentSHA256Mismatch",
                    "The provided 'x-amz-content-sha256' header does not match what was computed.");
        }
        if (expectedMd5.isPresent() && !MessageDigest.isEqual(expectedMd5.get(), md5.digest())) {
            throw new R2Error(400, "BadDigest", "The Content-MD5 you specified did not match what we received.");
        }
    }
}
