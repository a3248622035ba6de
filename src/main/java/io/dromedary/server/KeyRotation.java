package io.dromedary.server;

import io.dromedary.connection.KeyFile;
import io.dromedary.connection.Resealing;
import io.dromedary.connection.SecretBox;
import io.dromedary.database.Database;
import io.dromedary.database.DatabaseAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Changes the key that encrypts the secrets of connections and webhooks; the server may be running. It takes two steps,
 * as every node must have the new key before the old one is removed. An interrupted step can be repeated.
 */
public final class KeyRotation {

    private final SecureRandom random = new SecureRandom();
    private final Settings settings;
    private final DatabaseAddress address;
    private final Secrets secrets;

    private KeyRotation(Path home) {
        var file = Settings.read(home.resolve(DromedaryBeans.SETTINGS));
        settings = new Settings(name -> Settings.early(name, System::getenv, file).orElse(""), System::getenv, file);
        Path data = settings.path("dromedary.data");
        address = settings.database(data.resolve("dromedary.db"));
        secrets = new Secrets(settings, data, address.isShared(), random);
    }

    private interface Step {
        /** Does the step, and returns a message about it. */
        String take(KeyRotation rotation);
    }

    /** Adds a new first key to the key file, and seals all secrets with it. */
    public static int rotate(Path home) {
        return run(home, KeyRotation::rotate);
    }

    /** Seals all secrets with the newest key, and removes the others from the key file. */
    public static int retire(Path home) {
        return run(home, KeyRotation::retire);
    }

    private static int run(Path home, Step step) {
        // The log configuration reads this property; nothing has been logged yet.
        System.setProperty("dromedary.log.level", "WARN");
        try {
            System.out.println(step.take(new KeyRotation(home)));
            return 0;
        } catch (RuntimeException e) {
            System.err.println(StartupError.reason(e));
            return 1;
        }
    }

    private String rotate() {
        Path file = keyFile();
        var keys = new ArrayList<>(keysIn(file));
        try (Database database = Database.open(address, settings.direct(address))) {
            keys.add(0, SecretBox.freshKey(random));
            KeyFile.replace(file, keys);
            Resealing.Result result = reseal(database, keys, file);
            return "Sealed " + result.sealed() + " secrets with a new key, the first in " + file + "." + warning(result)
                    + " When every node has this file, 'dromedary secrets retire' removes the old keys.";
        }
    }

    private String retire() {
        Path file = keyFile();
        List<String> keys = keysIn(file);
        try (Database database = Database.open(address, settings.direct(address))) {
            Resealing.Result result = reseal(database, keys, file);
            if (!result.isWhole()) {
                throw new IllegalStateException("No key was removed." + warning(result));
            }
            KeyFile.replace(file, keys.subList(0, 1));
            // A node may have sealed a secret with an old key before it read the file again.
            int late = reseal(database, keys, file).sealed();
            return "Sealed " + (result.sealed() + late) + " secrets with the newest key, and removed "
                    + (keys.size() - 1) + " older ones from " + file + ".";
        }
    }

    private Resealing.Result reseal(Database database, List<String> keys, Path file) {
        List<SecretBox.Key> ring = SecretBox.keys(keys, "The key file " + file);
        return new Resealing(database, new SecretBox(() -> ring, random)).run();
    }

    private static String warning(Resealing.Result result) {
        String connections = result.closed().isEmpty() ? "" : " The secrets of these connections open with no key: "
                + String.join(", ", result.closed()) + ". Put the key that sealed them back into the file, as its last"
                + " line, or send them again (PATCH /connections/<name>), or delete the connections.";
        return connections + (result.projects().isEmpty() ? "" : " The secrets of the webhooks of these projects open with no key: "
                + String.join(", ", result.projects()) + ". Put the key that sealed them back into the file, as its last line, or"
                + " make new ones (POST /webhook-secret/rotate, with no grace).");
    }

    private Path keyFile() {
        Optional<Path> file = secrets.fileOfBox();
        return file.orElseThrow(() -> new IllegalStateException("The key is given by DROMEDARY_KEY, which no command can"
                + " change: set it to '<new key>,<old key>' and start every node again, or keep the keys in a file"
                + " (DROMEDARY_KEY_FILE)."));
    }

    private static List<String> keysIn(Path file) {
        if (!file.toFile().isFile()) {
            throw new IllegalStateException("There is no key file " + file + ": run this with the settings of the server"
                    + " (DROMEDARY_DATA, DROMEDARY_KEY_FILE), which makes it on its first start.");
        }
        KeyFile.refuseWhenOthersCanRead(file);
        List<String> keys = KeyFile.secrets(KeyFile.read(file, () -> ""));
        SecretBox.keys(keys, "The key file " + file);
        return keys;
    }
}
