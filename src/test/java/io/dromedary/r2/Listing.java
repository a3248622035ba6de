package io.dromedary.r2;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * One page of a listing.
 *
 * @param objects  in key order
 * @param prefixes common prefixes, in order
 * @param last     the last key or prefix of the page, when there is more behind it
 */
record Listing(List<ObjectRecord> objects, List<String> prefixes, Optional<String> last) {

    static final int MAX_KEYS = 1000;

    /**
     * Lists keys after a mark.
     *
     * @param delimiter empty for a flat listing
     * @param after     a key, or a common prefix of which nothing is to come again; empty for the start
     * @param limit     keys and prefixes together
     */
    static Listing of(NavigableMap<String, ObjectRecord> all, String prefix, String delimiter, String after,
            int limit) {
        List<ObjectRecord> objects = new ArrayList<>();
        List<String> prefixes = new ArrayList<>();
        String last = null;
        boolean afterPrefix = !delimiter.isEmpty() && after.endsWith(delimiter);
        for (ObjectRecord object : rest(all, prefix, after).values()) {
            String key = object.key();
            if (!key.startsWith(prefix)) {
                // In the order of bytes all keys of a prefix stand together.
                break;
            }
            if (afterPrefix && key.startsWith(after)) {
                continue;
            }
            int cut = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
            String common = cut < 0 ? null : key.substring(0, cut + delimiter.length());
            if (common != null && common.equals(last)) {
                continue;
            }
            if (objects.size() + prefixes.size() == limit) {
                return new Listing(objects, prefixes, Optional.ofNullable(last));
            }
            if (common == null) {
                objects.add(object);
                last = key;
            } else {
                prefixes.add(common);
                last = common;
            }
        }
        return new Listing(objects, prefixes, Optional.empty());
    }

    private static NavigableMap<String, ObjectRecord> rest(NavigableMap<String, ObjectRecord> all, String prefix,
            String after) {
        NavigableMap<String, ObjectRecord> ofPrefix = prefix.isEmpty() ? all : all.tailMap(prefix, true);
        boolean within = !after.isEmpty() && (ofPrefix.isEmpty() || all.comparator().compare(after, prefix) >= 0);
        return within ? all.tailMap(after, false) : ofPrefix;
    }

    static String token(String last) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(last.getBytes(StandardCharsets.UTF_8));
    }

    static String ofToken(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw R2Error.invalidArgument("continuation-token");
        }
    }
}
