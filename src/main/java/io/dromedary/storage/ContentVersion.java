package io.dromedary.storage;

import java.util.Optional;
import java.util.regex.Pattern;

/** Tells by one text what the content of a file is that is fetched. */
public final class ContentVersion {

    /** It changes with every byte (RFC 9110, 8.8.3); others, and times, may stay the same. */
    private static final Pattern STRONG_ETAG = Pattern.compile("\"[^\"]+\"");

    private ContentVersion() {
    }

    /**
     * Where a file is, its size and its ETag, once its first bytes are here: of another content, one of them differs.
     *
     * @return none for a file of this machine, and for one whose server gives no strong ETag
     */
    public static Optional<String> of(Download download) {
        return place(download.source()).flatMap(place -> download.etag().filter(STRONG_ETAG.asMatchPredicate())
                .map(tag -> place + " " + download.size().orElse(0) + " " + tag));
    }

    private static Optional<String> place(Source source) {
        if (source instanceof Source.Object object) {
            return Optional.of(object.client() + " " + object.url());
        }
        return source instanceof Source.Web web ? Optional.of(web.url()) : Optional.empty();
    }
}
