package io.dromedary.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The value of a configuration file, read again when the file changes. If the changed file has a mistake, or others can
 * change it ({@link OwnerOnlyFile}), this is logged, and the previous value stays.
 */
final class ReloadedFile<T> implements Supplier<T> {

    private static final Logger LOG = LoggerFactory.getLogger(ReloadedFile.class);

    private final Path file;
    private final OwnerOnlyFile owners;
    private final Function<String, T> parser;
    private State<T> state;
    private Optional<Refused> refused = Optional.empty();

    private record Version(Object time, long size) {
    }

    private record State<T>(Version version, T value) {
    }

    /** What was logged. */
    private record Refused(Version version, String reason) {
    }

    /**
     * Reads the file.
     *
     * @param parser throws {@link IllegalArgumentException} for a mistake, with a message for the author of the file
     */
    ReloadedFile(Path file, OwnerOnlyFile owners, Function<String, T> parser) {
        this.file = file;
        this.owners = owners;
        this.parser = parser;
        this.state = read(version());
    }

    @Override
    public synchronized T get() {
        try {
            Version now = version();
            if (!now.equals(state.version()) && isOwners(now)) {
                state = reread(now);
            }
        } catch (UncheckedIOException e) {
            LOG.error("{} cannot be read any more; what it said before still holds", file.getFileName(), e);
        }
        return state.value();
    }

    /** Checked each time until others can no longer change the file, and logged once for each change. */
    private boolean isOwners(Version now) {
        Optional<Refused> before = refused;
        refused = owners.refusal(file).map(reason -> new Refused(now, reason));
        refused.filter(told -> !before.equals(refused)).ifPresent(told ->
                LOG.error("{}. Until then it is not read again; what it said before still holds", told.reason()));
        return refused.isEmpty();
    }

    private State<T> reread(Version now) {
        try {
            State<T> changed = read(now);
            LOG.info("{} was read again", file.getFileName());
            return changed;
        } catch (IllegalArgumentException e) {
            LOG.error("{} What it said before still holds.", e.getMessage());
            return new State<>(now, state.value());
        }
    }

    private State<T> read(Version version) {
        try {
            return new State<>(version, parser.apply(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + file + " cannot be read", e);
        }
    }

    private Version version() {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Version(attributes.lastModifiedTime(), attributes.size());
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + file + " cannot be read", e);
        }
    }
}
