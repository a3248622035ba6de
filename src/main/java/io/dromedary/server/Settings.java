package io.dromedary.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.database.DatabaseAddress;
import io.dromedary.job.Lanes;
import io.dromedary.media.Kind;
import io.dromedary.problem.Problem;
import io.dromedary.storage.CdnBucket;
import io.dromedary.storage.ObjectHeaders;
import io.dromedary.upload.UploadPlaces;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The settings of {@code config/application.properties}, and what they mean. */
final class Settings extends TypedSettings {

    /** More would only compete for memory; each thread takes a megabyte. */
    static final int MAX_THREADS = 1_000;

    private static final int TRANSFERS_OF_HEAVY = 4;
    private static final int MAX_LENT_AFTER_S = 86_400;

    private static final Set<String> ROLES = Set.of("api", "worker");
    private static final List<String> KINDS = Stream.concat(Stream.of("probe", "import", "export"),
            Stream.of(Kind.values()).map(Kind::wireName)).toList();

    /** Settings of version 0.1, with the values in its file. */
    static final Map<String, String> GONE = Map.of("dromedary.broker.url", "", "dromedary.broker.user", "",
            "dromedary.broker.password", "", "dromedary.broker.host", "127.0.0.1", "dromedary.broker.port", "0");

    /**
     * Settings from the file and the environment.
     *
     * @param lookup      the value of a property by its name, from any source
     * @param environment the value of a variable of the environment, or null
     * @param file        the settings in the file
     */
    Settings(UnaryOperator<String> lookup, UnaryOperator<String> environment, Properties file) {
        super(lookup, environment, file);
    }

    /** The files with secrets: those of settings that end in "file", and those of TLS. */
    List<Path> secretFiles() {
        return Stream.concat(Stream.of("dromedary.tls.certificate", "dromedary.tls.key"), file.stringPropertyNames().stream()
                .filter(name -> name.startsWith("dromedary.") && name.matches(".*[.-]file")).sorted())
                .map(this::secret).flatMap(Optional::stream).map(Path::of).toList();
    }

    /**
     * The database.
     *
     * @param own this node's file, if the settings name no database
     */
    DatabaseAddress database(Path own) {
        return text("dromedary.database.url").map(url -> {
            try {
                return new DatabaseAddress(url, text("dromedary.database.user"), secret("dromedary.database.password"));
            } catch (IllegalArgumentException e) {
                throw wrong("dromedary.database.url", e);
            }
        }).orElseGet(() -> DatabaseAddress.ofFile(own));
    }

    /** The address of PostgreSQL without a pooler in transaction mode. */
    DatabaseAddress direct(DatabaseAddress database) {
        String name = "dromedary.database.listen-url";
        return text(name).map(url -> {
            try {
                var address = new DatabaseAddress(url, database.user(), database.password());
                if (address.isShared()) {
                    return address;
                }
            } catch (IllegalArgumentException e) {
                throw wrong(name, e);
            }
            throw wrong(name, url, "jdbc:postgresql://<host>/<database>, the same database as dromedary.database.url");
        }).orElse(database);
    }

    /**
     * Refuses settings of version 0.1 that no longer exist.
     *
     * @throws IllegalArgumentException if one is set, saying what to do
     */
    void refuseGone() {
        GONE.forEach((name, usual) -> secret(name).filter(value -> !usual.equals(value)).ifPresent(value -> {
            throw new IllegalArgumentException(named(name) + " is no more: there is no broker, as jobs wait in the database,"
                    + " which all nodes share by dromedary.database.url. Remove it; docs/upgrading.md says what else to do.");
        }));
    }

    /** The bucket of published files; none if they are published in a folder. */
    Optional<CdnBucket> cdnBucket() {
        return text("dromedary.cdn").filter(Settings::isBucket).map(url -> CdnBucket.of(url,
                required("dromedary.cdn.connection"), webUrl("dromedary.cdn.url")).orElseThrow(
                        () -> wrong("dromedary.cdn", url, "a folder, s3://<bucket> or s3://<bucket>/<prefix>")));
    }

    /** The bucket of uploads; none if they are stored on the disk of the only node. */
    Optional<UploadPlaces.Bucket> uploadBucket() {
        return text("dromedary.uploads").map(url -> CdnBucket.of(url, required("dromedary.uploads.connection"), "").orElseThrow(
                () -> wrong("dromedary.uploads", url, "empty, s3://<bucket> or s3://<bucket>/<prefix>")))
                .map(bucket -> new UploadPlaces.Bucket(bucket.bucket(), bucket.prefix(), bucket.connection()));
    }

    /**
     * The headers that objects have unless their jobs ask for others.
     *
     * @param prefix of the settings
     */
    ObjectHeaders objectHeaders(String prefix) {
        ObjectHeaders all = ObjectHeaders.NONE;
        for (String name : List.of("cache-control", "content-disposition", "storage-class")) {
            String setting = prefix + "." + name;
            all = text(setting).map(value -> objectHeaders(setting, value,
                    JsonNodeFactory.instance.objectNode().put(name.replace('-', '_'), value))).orElse(ObjectHeaders.NONE).or(all);
        }
        String setting = prefix + ".metadata";
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        list(setting).forEach(pair -> json.withObjectProperty("metadata")
                .put(pair.replaceFirst("(?s)=.*", "").strip(), pair.replaceFirst("[^=]*=?", "").strip()));
        return objectHeaders(setting, String.join(", ", list(setting)), json).or(all);
    }

    private static ObjectHeaders objectHeaders(String setting, String value, ObjectNode json) {
        try {
            return ObjectHeaders.of(json, setting);
        } catch (Problem e) {
            throw wrong(setting, value, e.getMessage().replaceFirst("(?s).*' must be ", "").replaceFirst("\\.$", ""));
        }
    }

    /** The folder of published files, if it is not in the data folder. */
    Optional<Path> cdnFolder() {
        return text("dromedary.cdn").filter(text -> !isBucket(text)).map(text -> Path.of(text).toAbsolutePath().normalize());
    }

    private static boolean isBucket(String text) {
        return text.contains("://");
    }

    /** The base of this server's URLs, if it is set. */
    Optional<String> publicUrl() {
        return text("dromedary.public.url").map(url -> webUrl("dromedary.public.url"));
    }

    private String webUrl(String name) {
        String url = required(name);
        if (!url.matches("https?://[^/?#]+[^?#]*")) {
            throw wrong(name, url, "an http(s) URL");
        }
        return url;
    }

    /** The roles of this node. */
    List<String> roles() {
        String value = required("dromedary.roles");
        List<String> roles = items(value);
        if (roles.isEmpty() || !ROLES.containsAll(roles)) {
            throw wrong("dromedary.roles", value, "api, worker, or both separated by a comma");
        }
        return roles;
    }

    /** The name of this node: the one that is set, or the host name. */
    String nodeName() {
        return text("dromedary.node.name").orElseGet(() -> {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException e) {
                return kernelName();
            }
        });
    }

    /** The host name of a machine that knows no address for it, as after an installation without a line in /etc/hosts. */
    private static String kernelName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            throw wrong("dromedary.node.name", "", "set, as this machine's own name cannot be found out");
        }
    }

    /** How many heavy jobs this node runs at a time. */
    int workerSlots() {
        return slots("dromedary.worker.slots");
    }

    /** How many light jobs this node runs at a time, in addition to heavy ones. */
    int lightSlots() {
        return slots("dromedary.worker.light-slots");
    }

    /** How many jobs may wait for their inputs without a slot; by default four for each heavy slot. */
    int transferSlots() {
        int slots = number("dromedary.transfer.slots", 0, MAX_THREADS);
        return slots == 0 ? TRANSFERS_OF_HEAVY * workerSlots() : slots;
    }

    /** How many parts of files a job transfers at a time. */
    int transfersOfJob() {
        return number("dromedary.transfer.parallel", 1, MAX_THREADS);
    }

    /** After how many seconds of waiting for its input a job lends its slot to the next one; 0 for never. */
    int lentAfter() {
        return number("dromedary.transfer.lent-after", 0, MAX_LENT_AFTER_S);
    }

    private int slots(String name) {
        int slots = number(name, 0, MAX_THREADS);
        return slots == 0 ? Runtime.getRuntime().availableProcessors() : slots;
    }

    /** The lanes, by the kinds of jobs that are light. */
    Lanes lanes() {
        String name = "dromedary.lane.light";
        List<String> light = list(name);
        if (!KINDS.containsAll(light)) {
            throw wrong(name, String.join(",", light), "kinds of jobs and tasks separated by commas ("
                    + String.join(", ", KINDS) + "), or empty");
        }
        return new Lanes(Set.copyOf(light));
    }
}
