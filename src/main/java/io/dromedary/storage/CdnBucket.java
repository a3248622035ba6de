package io.dromedary.storage;

import java.nio.charset.StandardCharsets;
import java.net.URLDecoder;
import java.util.Optional;

/**
 * A bucket of published files that a CDN serves, such as R2 behind a domain of one's own: one directory a job.
 *
 * @param bucket     its name
 * @param prefix     what its keys begin with: empty, or with a slash at its end
 * @param connection name or id of the connection that writes it
 * @param baseUrl    URL of the bucket's root, without a slash at the end
 */
public record CdnBucket(String bucket, String prefix, String connection, String baseUrl) {

    private static final String SCHEME = "s3://";

    /**
     * The bucket that a {@code s3://bucket} or {@code s3://bucket/prefix} names; none when it is no such URL.
     */
    public static Optional<CdnBucket> of(String url, String connection, String baseUrl) {
        if (!url.startsWith(SCHEME) || url.length() == SCHEME.length() || url.charAt(SCHEME.length()) == '/') {
            return Optional.empty();
        }
        String[] parts = url.substring(SCHEME.length()).split("/", 2);
        String prefix = parts.length < 2 ? "" : parts[1].replaceFirst("/*$", "/");
        return Optional.of(new CdnBucket(parts[0], prefix.equals("/") ? "" : prefix, connection,
                baseUrl.replaceFirst("/+$", "")));
    }

    /** Where the files of a job go. */
    public ObjectUrl directory(String jobId) {
        return new ObjectUrl(bucket, prefix + jobId + "/");
    }

    /** The public URL of an object in this bucket. */
    public String url(ObjectUrl object) {
        return baseUrl + "/" + FileNames.urlPath(object.key());
    }

    /** The object that a public URL names, whether it is there or not; none when the URL is another's. */
    public Optional<ObjectUrl> object(String url) {
        String start = baseUrl + "/" + FileNames.urlPath(prefix);
        // A plus in a path is no blank.
        return url.startsWith(start) && url.length() > start.length()
                ? Optional.of(new ObjectUrl(bucket, URLDecoder.decode(
                        url.substring(baseUrl.length() + 1).replace("+", "%2B"), StandardCharsets.UTF_8)))
                : Optional.empty();
    }
}
