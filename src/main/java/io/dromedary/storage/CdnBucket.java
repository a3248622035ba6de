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

    /** Is this the URL of something in this bucket, whether it is there or not? */
    public boolean owns(String url) {
        return url.startsWith(baseUrl + "/" + FileNames.urlPath(prefix));
    }

    /**
     * A file of a job, as its URL names it.
     *
     * @param owner id of the job or task in whose directory it is
     */
    public record Published(ObjectUrl object, String owner) {
    }

    /**
     * What a public URL names, whether it is there or not; none when it is in the directory of no job, or the URL is
     * another's or can be read in two ways. What signs it for the CDN is no part of its name.
     */
    public Optional<Published> published(String url) {
        if (!owns(url)) {
            return Optional.empty();
        }
        String path = url.substring(baseUrl.length() + 1).replaceFirst("(?s)[?#].*", "");
        var object = new ObjectUrl(bucket, decoded(path));
        String[] parts = object.key().startsWith(prefix) ? object.key().substring(prefix.length()).split("/", 2) : new String[0];
        return parts.length == 2 && !parts[1].isEmpty() && object.isPlain()
                ? Optional.of(new Published(object, parts[0])) : Optional.empty();
    }

    private static String decoded(String path) {
        try {
            // A plus in a path is no blank.
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException noUrl) {
            return "";
        }
    }
}
