package io.dromedary.r2;

import java.util.Objects;

/**
 * A key pair of the double.
 *
 * @param accessKeyId     the public half; R2's have 32 characters
 * @param secretAccessKey the secret half, never part of {@link #toString()}
 */
public record Credentials(String accessKeyId, String secretAccessKey) {

    /** Both halves are needed. */
    public Credentials {
        Objects.requireNonNull(accessKeyId, "accessKeyId");
        Objects.requireNonNull(secretAccessKey, "secretAccessKey");
    }

    @Override
    public String toString() {
        return "Credentials[" + accessKeyId + "]";
    }
}
