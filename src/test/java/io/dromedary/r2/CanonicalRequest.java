package io.dromedary.r2;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The text that SigV4 hashes, written from the published description of Signature Version 4 ("Create a canonical
 * request"; S3's exceptions: the path is encoded once and not normalised).
 */
final class CanonicalRequest {

    private CanonicalRequest() {
    }

    /**
     * Bytes of the canonical request. Header values come with one char per byte, so they go back to bytes the same way.
     *
     * @param signedHeaders lower-case names in the order the signer gave
     * @param payloadHash   what stands in place of the body
     */
    static byte[] of(RequestHead head, Collection<String> signedHeaders, String payloadHash) {
        StringBuilder text = new StringBuilder(512);
        text.append(head.method()).append('\n');
        text.append(path(head.rawPath())).append('\n');
        text.append(query(head.rawQuery())).append('\n');
        for (String name : new TreeSet<>(signedHeaders)) {
            text.append(name).append(':').append(value(head, name)).append('\n');
        }
        text.append('\n').append(String.join(";", signedHeaders)).append('\n').append(payloadHash);
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String path(String rawPath) {
        return rawPath.isEmpty() ? "/" : PercentCoding.encode(PercentCoding.decode(rawPath, false), true);
    }

    private static String query(String rawQuery) {
        List<String[]> pairs = new ArrayList<>();
        for (String[] pair : RequestHead.splitQuery(rawQuery)) {
            if (!pair[0].equals("X-Amz-Signature")) {
                pairs.add(new String[] {PercentCoding.encode(pair[0], false), PercentCoding.encode(pair[1], false)});
            }
        }
        pairs.sort((a, b) -> a[0].equals(b[0]) ? a[1].compareTo(b[1]) : a[0].compareTo(b[0]));
        return pairs.stream().map(pair -> pair[0] + "=" + pair[1]).collect(Collectors.joining("&"));
    }

    private static String value(RequestHead head, String name) {
        return head.headers().getOrDefault(name, List.of()).stream()
                .map(value -> value.strip().replaceAll(" +", " "))
                .collect(Collectors.joining(","));
    }
}
