package io.dromedary.r2;

import java.util.Set;

/**
 * A key pair with its rights.
 *
 * @param credentials the pair
 * @param tier        what it may do
 * @param buckets     the buckets it is limited to; empty means all
 */
record ApiKey(Credentials credentials, Tier tier, Set<String> buckets) {

    boolean reaches(String bucket) {
        return buckets.isEmpty() || buckets.contains(bucket);
    }
}
