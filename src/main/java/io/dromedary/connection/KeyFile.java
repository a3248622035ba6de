package io.dromedary.connection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A secret of this server in a file that only its owner can read, created on the first start. It may contain several, one
 * on each line: the first one is used, and what was made with the others stays valid.
 */
public final class KeyFile {

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private KeyFile() {
    }

    /**
     * Reads the file, and creates it if there is none.
     *
     * @param fresh makes a new secret, in ASCII
     * @throws IllegalArgumentException if others can read the file
     */
    public static String read(Path file, Supplier<String> fresh) {
        try {
            if (!Files.exists(file)) {
                create(file, fresh.get());
            }
            refuseWhenOthersCanRead(file);
            return Files.readString(file, StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("The key file " + file + " cannot be read or made", e);
        }
    }

    /** Splits a file or a variable into its secrets, in order. */
    public static List<String> secrets(String text) {
        return Stream.of(text.split("[\\s,]+")).filter(secret -> !secret.isEmpty()).toList();
    }

    /** Replaces the secrets in the file: atomically, also in a crash. */
    public static void replace(Path file, List<String> secrets) {
        Path whole = file.toAbsolutePath();
        try {
            Path made = Files.createTempFile(whole.getParent(), ".key", "",
                    PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            try {
                // The user of the server must be able to read it, even if another user runs the command.
                if (!Files.getOwner(made).equals(Files.getOwner(whole))) {
                    Files.setOwner(made, Files.getOwner(whole));
                }
                Files.writeString(made, String.join("\n", secrets) + "\n", StandardCharsets.US_ASCII);
                try (var channel = FileChannel.open(made, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
                Files.move(made, whole, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(made);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The key file " + file + " cannot be written", e);
        }
    }

    /** Writes a temporary file and links it, so that two nodes that start at the same time get the same complete key. */
    private static void create(Path file, String secret) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path made = Files.createTempFile(file.toAbsolutePath().getParent(), ".key", "",
                PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try {
            Files.writeString(made, secret + "\n", StandardCharsets.US_ASCII);
            Files.createLink(file, made);
        } catch (FileAlreadyExistsException e) {
            return;
        } catch (UnsupportedOperationException e) {
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(made);
        }
    }

    /**
     * Checks the permissions of a file with a secret.
     *
     * @throws IllegalArgumentException if others can read the file
     */
    public static void refuseWhenOthersCanRead(Path file) {
        try {
            if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
                throw new IllegalArgumentException(
                        "The key file " + file + " can be read by others: 'chmod 600 " + file + "' closes it.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The key file " + file + " cannot be read", e);
        }
    }
}
