package io.dromedary.r2;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A request without its body, as it came over the wire.
 *
 * <p>The Authorization header is never in it. In recorded heads a presigned URL's signature is blanked too.
 *
 * @param method    upper case
 * @param rawPath   the path as sent, still percent-coded
 * @param rawQuery  the query as sent, without question mark; empty when there is none
 * @param query     decoded parameters, the first value of each
 * @param bucket    from the path, or from the Host header of a {@code bucket.localhost} address; empty when none
 * @param key       decoded; empty when none
 * @param headers   by lower-case name, each value as sent
 * @param operation what is asked for
 */
public record RequestHead(String method, String rawPath, String rawQuery, Map<String, String> query, String bucket,
        String key, Map<String, List<String>> headers, Operation operation) {

    private static final String VIRTUAL_HOST_SUFFIX = ".localhost";

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT))).map(values -> values.get(0));
    }

    /** A decoded query parameter. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** All headers whose lower-case name starts with the prefix, under the rest of their name. */
    Map<String, String> headersAfter(String prefix) {
        Map<String, String> found = new LinkedHashMap<>();
        headers.forEach((name, values) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), String.join(",", values));
            }
        });
        return found;
    }

    RequestHead withoutSignature() {
        if (!query.containsKey("X-Amz-Signature")) {
            return this;
        }
        Map<String, String> blanked = new LinkedHashMap<>(query);
        blanked.put("X-Amz-Signature", "");
        String raw = rawQuery.replaceAll("(?<=X-Amz-Signature=)[^&]*", "");
        return new RequestHead(method, rawPath, raw, blanked, bucket, key, headers, operation);
    }

    /**
     * Reads a request line and headers.
     *
     * @throws R2Error 400 when the path or the query is not percent-coded properly
     */
    static RequestHead parse(String method, String target, Map<String, List<String>> headers) {
        int mark = target.indexOf('?');
        String rawPath = mark < 0 ? target : target.substring(0, mark);
        String rawQuery = mark < 0 ? "" : target.substring(mark + 1);
        Map<String, String> query = new LinkedHashMap<>();
        for (String[] pair : splitQuery(rawQuery)) {
            query.putIfAbsent(pair[0], pair[1]);
        }
        String rest = rawPath.startsWith("/") ? rawPath.substring(1) : rawPath;
        String bucket = virtualHostBucket(headers);
        if (bucket.isEmpty()) {
            int slash = rest.indexOf('/');
            bucket = PercentCoding.decode(slash < 0 ? rest : rest.substring(0, slash), false);
            rest = slash < 0 ? "" : rest.substring(slash + 1);
        }
        String key = PercentCoding.decode(rest, false);
        Operation operation = Operation.of(method, bucket, key, query, headers.containsKey("x-amz-copy-source"));
        return new RequestHead(method, rawPath, rawQuery, query, bucket, key, headers, operation);
    }

    /** Decoded name and value of every parameter, in the order sent; a name alone has an empty value. */
    static List<String[]> splitQuery(String rawQuery) {
        if (rawQuery.isEmpty()) {
            return List.of();
        }
        List<String[]> pairs = new ArrayList<>();
        for (String piece : rawQuery.split("&")) {
            if (!piece.isEmpty()) {
                int equals = piece.indexOf('=');
                String name = equals < 0 ? piece : piece.substring(0, equals);
                String value = equals < 0 ? "" : piece.substring(equals + 1);
                pairs.add(new String[] {PercentCoding.decode(name, true), PercentCoding.decode(value, true)});
            }
        }
        return pairs;
    }

    private static String virtualHostBucket(Map<String, List<String>> headers) {
        String host = headers.getOrDefault("host", List.of("")).get(0);
        int colon = host.lastIndexOf(':');
        String name = colon < 0 ? host : host.substring(0, colon);
        return name.endsWith(VIRTUAL_HOST_SUFFIX)
                ? name.substring(0, name.length() - VIRTUAL_HOST_SUFFIX.length())
                : "";
    }

    @Override
    public String toString() {
        return headers.entrySet().stream()
                .map(header -> header.getKey() + ": " + String.join(", ", header.getValue()))
                .collect(Collectors.joining("\n", method + " " + rawPath
                        + (rawQuery.isEmpty() ? "" : "?" + rawQuery) + "\n", ""));
    }
}
