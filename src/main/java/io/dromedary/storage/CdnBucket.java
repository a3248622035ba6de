package io.dromedary.storage;

import java.nio.charset.StandardCharsets;
import java.net.URLDecoder;
import java.util.Optional;

/**
 * A bucket of published files that a CDN serves, such as R2 with a custom domain: one directory for each job.
 *
 * @param bucket     its name
 * @param prefix     what its keys begin with: empty, or with a slash at its end
 * @param connection name or id of the connection that writes it
 * @param baseUrl    URL of the bucket's root, without a slash at the end
 */
public record CdnBucket(String bucket, String prefix, String connection, String baseUrl) {

    private static final String SCHEME = "s3://";

    /** Parses {@code s3://bucket} or {@code s3://bucket/prefix}; none if it is no such URL. */
    public static Optional<CdnBucket> of(String url, String connection, String baseUrl) {
        if (!url.startsWith(SCHEME) || url.length() == SCHEME.length() || url.charAt(SCHEME.length()) == '/') {
            return Optional.empty();
        }
        String[] parts = url.substring(SCHEME.length()).split("/", 2);
        String prefix = parts.length < 2 ? "" : parts[1].replaceFirst("/*$", "/");
        return Optional.of(new CdnBucket(parts[0], prefix.equals("/") ? "" : prefix, connection,
                baseUrl.replaceFirst("/+$", "")));
    }

    /** The directory for the files of a job. */
    public ObjectUrl directory(String jobId) {
        return new ObjectUrl(bucket, prefix + jobId + "/");
    }

    public String url(ObjectUrl object) {
        return baseUrl + "/" + FileNames.urlPath(object.key());
    }

    /** Does this URL lead into this bucket? The object need not exist. */
    public boolean owns(String url) {
        return url.startsWith(baseUrl + "/" + FileNames.urlPath(prefix));
    }

    /**
     * A published file of a job.
     *
     * @param owner id of the job or task in whose directory it is
     */
    public record Published(ObjectUrl object, String owner) {
    }

    /**
     * The file that a public URL names; it need not exist. None if it is not in the directory of a job, or the URL leads
     * elsewhere or is ambiguous. Query parameters that sign the URL for the CDN are ignored.
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
            // In a path, a plus is not a space.
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException noUrl) {
            return "";
        }
    }
}
