package io.dromedary.connection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

/** A secret of this server in a file that only its owner can read, made on the first start. */
public final class KeyFile {

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private KeyFile() {
    }

    /**
     * What stands in the file; the file is made when there is none.
     *
     * @param fresh a new secret, in ASCII
     * @throws IllegalStateException when others can read the file
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

    /** Written beside and linked into place, so that two nodes that start at once end with the same whole key. */
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

    private static void refuseWhenOthersCanRead(Path file) throws IOException {
        if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            throw new IllegalStateException(
                    "The key file " + file + " can be read by others: 'chmod 600 " + file + "' closes it");
        }
    }
}
