package io.dromedary.api;

import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.storage.FileNames;
import io.dromedary.upload.UploadStore;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The headers of tus 1.0 (https://tus.io/protocols/resumable-upload): core, creation, expiration, termination. */
final class Tus {

    static final String VERSION = "1.0.0";
    static final String EXTENSIONS = "creation,expiration,termination";
    static final String RESUMABLE = "Tus-Resumable";
    static final String OFFSET = "Upload-Offset";
    static final String LENGTH = "Upload-Length";
    static final String METADATA = "Upload-Metadata";
    static final String EXPIRES = "Upload-Expires";
    private static final String BODY_TYPE = "application/offset+octet-stream";
    /** 18 digits fit into a long. */
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    /** The name of a header's value may have no space and no comma; visible ASCII is what the protocol asks for. */
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x2b\\x2d-\\x7e]{1,128}");
    private static final int MAX_NAME = 255;

    private Tus() {
    }

    /** Is it a request of this protocol? */
    static boolean isSpoken(HttpServerRequest request) {
        return request.headers().contains(RESUMABLE);
    }

    /** Says which version is spoken. */
    static void greet(HttpServerResponse response) {
        response.putHeader(RESUMABLE, VERSION);
    }

    /** @throws Problem {@code tus_version} for a request of another version, or of none */
    static void checkVersion(HttpServerRequest request) {
        if (!VERSION.equals(request.getHeader(RESUMABLE))) {
            request.response().putHeader("Tus-Version", VERSION);
            throw new Problem(ProblemKind.TUS_VERSION, "This server speaks tus " + VERSION + ": send the header '" + RESUMABLE
                    + ": " + VERSION + "'.", RESUMABLE);
        }
    }

    /** @throws Problem {@code unsupported_media_type} */
    static void checkBodyType(HttpServerRequest request) {
        String type = request.getHeader("Content-Type");
        if (type == null || !type.split(";")[0].strip().toLowerCase(Locale.ROOT).equals(BODY_TYPE)) {
            throw new Problem(ProblemKind.UNSUPPORTED_MEDIA_TYPE, "Send the bytes with the header 'Content-Type: " + BODY_TYPE
                    + "'.", "Content-Type");
        }
    }

    /**
     * A header that is a number.
     *
     * @throws Problem {@code invalid_input}, if it is missing, or none that a file can have
     */
    static long number(HttpServerRequest request, String header) {
        return Optional.ofNullable(request.getHeader(header)).filter(NUMBER.asMatchPredicate()).map(Long::parseLong)
                .orElseThrow(() -> new Problem(ProblemKind.INVALID_INPUT, "The header '" + header
                        + "' must be a whole number of bytes.", header));
    }

    /**
     * What a creation announces.
     *
     * @throws Problem {@code invalid_input}, naming the header
     */
    static UploadStore.Draft draft(HttpServerRequest request) {
        if (request.headers().contains("Upload-Defer-Length")) {
            throw new Problem(ProblemKind.INVALID_INPUT, "The size must be known at the beginning: send the header '" + LENGTH
                    + "' instead.", "Upload-Defer-Length");
        }
        long bytes = number(request, LENGTH);
        if (bytes == 0) {
            throw new Problem(ProblemKind.INVALID_INPUT, "An empty file is no input: '" + LENGTH + "' must be at least 1.", LENGTH);
        }
        Optional<String> sent = Optional.ofNullable(request.getHeader(METADATA)).filter(text -> !text.isBlank());
        Map<String, String> known = sent.map(Tus::metadata).orElse(Map.of());
        String name = Optional.ofNullable(known.get("filename")).or(() -> Optional.ofNullable(known.get("name"))).orElse("");
        return new UploadStore.Draft(filename(name), Optional.ofNullable(known.get("filetype"))
                .or(() -> Optional.ofNullable(known.get("type"))).filter(type -> type.matches("[\\x20-\\x7e]{1,255}")), bytes, sent);
    }

    /** Only the last part of a path counts: files of several systems come with their folders. */
    static String filename(String sent) {
        String name = FileNames.safe(sent.replaceFirst("(?s)^.*[/\\\\]", ""));
        return name.length() <= MAX_NAME ? name : name.substring(name.length() - MAX_NAME);
    }

    private static Map<String, String> metadata(String header) {
        var values = new HashMap<String, String>();
        for (String pair : header.split(",")) {
            String[] parts = pair.strip().split(" +", 2);
            if (!KEY.matcher(parts[0]).matches() || values.containsKey(parts[0])) {
                throw wrong("has the same key twice, or one that is empty or not of visible ASCII");
            }
            values.put(parts[0], parts.length == 1 ? "" : decoded(parts[1]));
        }
        return values;
    }

    private static String decoded(String base64) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Base64.getDecoder().decode(base64))).toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw wrong("has a value that is not UTF-8 in base64");
        }
    }

    private static Problem wrong(String why) {
        return new Problem(ProblemKind.INVALID_INPUT, "The header '" + METADATA + "' " + why + ". It is a list of keys, each with a"
                + " space and its value in base64, separated by commas.", METADATA);
    }

    /** A time as HTTP writes it (RFC 9110, 5.6.7). */
    static String time(long millis) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.ofEpochMilli(millis).atZone(ZoneOffset.UTC));
    }
}
