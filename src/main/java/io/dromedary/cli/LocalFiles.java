package io.dromedary.cli;

import java.net.URI;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Local files as inputs: with {@code --local} they are read here, otherwise they are sent to the server. */
final class LocalFiles {
    /** An upload that is there already. */
    private static final Pattern UPLOAD = Pattern.compile("upload_[0-9A-HJKMNP-TV-Z]{26}");

    private final Context context;
    private final Map<String, Path> toSend = new LinkedHashMap<>();

    LocalFiles(Context context) {
        this.context = context;
    }

    /**
     * The URL of an input, for the request.
     *
     * @param flag flag with the input, for the message
     * @throws CliFailure if it is neither a URL nor a readable file
     */
    String url(String flag, String named) {
        if (named.startsWith("s3://") && context.isLocal()) {
            throw new CliFailure(ExitCode.USAGE, flag + ": --local knows no connections, so that it cannot read " + named
                    + ". Leave --local out, and let a server do it.");
        }
        if (named.contains("://") && !named.startsWith("file:")) {
            return named;
        }
        if (UPLOAD.matcher(named).matches() && !context.isLocal()) {
            return named;
        }
        if (named.startsWith("file:") && !context.isLocal()) {
            throw new CliFailure(ExitCode.USAGE, flag + " takes s3://bucket/key, https://... or the name of a file, not '" + named
                    + "'. A file of this machine is processed here with --local; by its name alone, it is sent to the server.");
        }
        Path file = path(named).orElseThrow(() -> new CliFailure(ExitCode.USAGE,
                flag + " takes https://... or the name of a file, not '" + named + "'"));
        if (!Files.isRegularFile(file)) {
            throw new CliFailure(ExitCode.USAGE, flag + ": there is no file " + file
                    + (context.isLocal() ? "" : ". It takes s3://bucket/key, https://... or the name of a file."));
        }
        if (!Files.isReadable(file)) {
            throw new CliFailure(ExitCode.USAGE, flag + ": the file " + file + " cannot be read by you.");
        }
        String url = file.toUri().toString();
        if (!context.isLocal()) {
            refuseEmpty(flag, file);
            toSend.put(url, file);
        }
        return url;
    }

    /**
     * As {@link #url}, of a file object: those of local work name their files by {@code file:}, and such a file is sent to the
     * server like one that is named by itself.
     */
    String urlInFile(String flag, String named) {
        return url(flag, context.isLocal() || !named.startsWith("file:") ? named : path(named).map(Path::toString).orElse(named));
    }

    private static void refuseEmpty(String flag, Path file) {
        try {
            if (Files.size(file) > 0) {
                return;
            }
        } catch (IOException e) {
            throw new CliFailure(ExitCode.USAGE, flag + ": the file " + file + " cannot be read: " + e.getMessage(), e);
        }
        throw new CliFailure(ExitCode.USAGE, flag + ": the file " + file + " is empty.");
    }

    /** The files that the server needs, by the URLs that stand for them; none with {@code --local}. */
    Map<String, Path> toSend() {
        return Collections.unmodifiableMap(toSend);
    }

    /** The local file of an input, if it can be one. */
    Optional<Path> path(String named) {
        try {
            // Two slashes before a name: it is relative to the working directory.
            return named.startsWith("file://") && !named.startsWith("file:///")
                    ? Optional.of(context.surroundings().directory().resolve(named.substring("file://".length())).normalize())
                    : named.startsWith("file:") ? Optional.of(Path.of(URI.create(named)))
                    : named.contains("://") ? Optional.empty()
                            : Optional.of(context.surroundings().directory().resolve(named).normalize());
        } catch (IllegalArgumentException notAName) {
            return Optional.empty();
        }
    }
}
