package io.dromedary.cli;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Local files as inputs of {@code --local}. */
final class LocalFiles {
    private final Context context;

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
        if (!context.isLocal()) {
            throw new CliFailure(ExitCode.USAGE, flag + " takes s3://bucket/key or https://..., not '" + named
                    + "'. A file of this machine is processed here with --local.");
        }
        Path file = path(named).orElseThrow(() -> new CliFailure(ExitCode.USAGE,
                flag + " takes https://... or the name of a file, not '" + named + "'"));
        if (!Files.isRegularFile(file)) {
            throw new CliFailure(ExitCode.USAGE, flag + ": there is no file " + file);
        }
        if (!Files.isReadable(file)) {
            throw new CliFailure(ExitCode.USAGE, flag + ": the file " + file + " cannot be read by you.");
        }
        return file.toUri().toString();
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
