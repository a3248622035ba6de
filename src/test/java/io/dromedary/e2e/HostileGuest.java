package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.e2e.HostileAttack.Needs;
import io.dromedary.e2e.HostileAttack.Sort;
import io.dromedary.machine.Programs;
import io.dromedary.media.Ffmpeg;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A server whose ffmpeg and ffprobe are a program that means ill. What it must not read or change is watched: files of
 * the server beside its folder, its secrets, its routes, what it has published, and what its jobs and its log say.
 */
final class HostileGuest implements AutoCloseable {

    private static final String CANARY = "canary-of-this-machine-3141";
    private static final String REFUSAL = "The encoder left files that were not asked for";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** A slot is free again at once; a busy machine may need a while to tell. */
    private static final Duration AT_ONCE = Duration.ofSeconds(60);
    private static final int JOBS_AT_ONCE = 3;
    private static final String NAMES = "in\\.(mp4|vtt|json)|in\\.thumbnails(-\\d+)?\\.(jpg|vtt)|master\\.m3u8"
            + "|(\\d+p|audio-\\d+k)/(stream\\.m3u8|init(_\\d+)?\\.mp4|segment-(0|[1-9]\\d*)\\.(ts|m4s))";

    /** What stands between the guest and the machine, and who runs the server. */
    enum Wall {
        BUBBLEWRAP("prefer", false), BUBBLEWRAP_OTHER("prefer", true), NONE("off", false), NONE_OTHER("off", true);

        private final String sandbox;
        private final boolean other;

        Wall(String sandbox, boolean other) {
            this.sandbox = sandbox;
            this.other = other;
        }

        /** As the table calls it. */
        String text() {
            return (sandbox.equals("off") ? "no walls" : "bubblewrap") + (isRoot() && !other ? ", root" : ", user");
        }

        /** Those that this machine can have: who is not root cannot become another. */
        static List<Wall> ofThisMachine() {
            return Stream.of(values()).filter(wall -> isRoot() || !wall.other).toList();
        }

        boolean stops(HostileAttack attack) {
            boolean namespaces = sandbox.equals("prefer");
            return switch (attack.needs()) {
                case DOOR -> true;
                case OTHER_USER -> namespaces || isRoot() && !other;
                case NAMESPACES -> namespaces;
            };
        }

        private static boolean isRoot() {
            return System.getProperty("user.name").equals("root");
        }
    }

    /**
     * What became of an attack.
     *
     * @param end   of its job
     * @param wrong what came through, empty where nothing did
     */
    record Result(HostileAttack attack, String end, List<String> wrong) {
    }

    private final Path folder;
    private final Wall wall;
    private final R2Double r2;
    private final Node node;
    private final Path canary;
    private final byte[] video;
    private final String published;

    HostileGuest(Path folder, Wall wall) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.wall = wall;
        open(folder.toAbsolutePath().getParent());
        open(folder);
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("inbox");
        video = Files.readAllBytes(Samples.video(folder, "in.mp4", 64, 36, 3));
        canary = Files.writeString(folder.resolve("canary"), CANARY);
        Files.setPosixFilePermissions(canary, PosixFilePermissions.fromString("rw-------"));
        node = new Node(folder.resolve("node")).alone().with("DROMEDARY_SANDBOX", wall.sandbox).with("DROMEDARY_CDN_SIGNED", "true")
                .with("DROMEDARY_WORKER_SLOTS", "2").with("DROMEDARY_OUTPUT_MAX_BYTES", Integer.toString(1 << 30))
                .with("DROMEDARY_FFMPEG_MAX_MEMORY_BYTES", Long.toString(2L << 30))
                .with("DROMEDARY_FFMPEG_MAX_PROCESSES", "256").with("DROMEDARY_METRICS_PUBLIC", "true").jvm("-Xmx256m");
        Path table = node.ownHome().resolve("config/encoding.yaml");
        Files.writeString(table, Files.readString(table).replaceFirst("segment_seconds: \\d+", "segment_seconds: 1"));
        for (String tool : List.of("ffmpeg", "ffprobe")) {
            node.with("DROMEDARY_" + tool.toUpperCase(Locale.ROOT) + "_PATH", program(tool).toString());
        }
        if (wall.other) {
            Files.createDirectories(node.data());
            giveAway(node.data());
            node.runBy(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"));
            giveAway(canary);
        }
        node.start();
        Files.writeString(folder.resolve("server.pid"), Long.toString(node.process().pid()));
        node.api().connect("store", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "inbox"));
        published = publish();
    }

    private static void open(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void giveAway(Path file) throws IOException {
        Files.setAttribute(file, "unix:uid", 65534);
        Files.setAttribute(file, "unix:gid", 65534);
    }

    private Path program(String tool) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        String text = new String(HostileGuest.class.getResourceAsStream("/hostile/guest.py").readAllBytes(),
                StandardCharsets.UTF_8).replace("@DATA@", node.data().toAbsolutePath().toString())
                .replace("@HOME@", folder.resolve("node/home").toAbsolutePath().toString())
                .replace("@CANARY@", canary.toAbsolutePath().toString())
                .replace("@SERVER@", folder.resolve("server.pid").toAbsolutePath().toString())
                .replace("@PORT@", Integer.toString(node.url().getPort()));
        return Programs.write(bin.resolve(tool), text);
    }

    /** An ordinary job: its result is there to be attacked, and what is published must be possible at all. */
    private String publish() {
        JsonNode job = node.api().finished(send("ordinary", Sort.VIDEO), PATIENCE);
        if (!job.get("status").asText().equals("succeeded")) {
            throw new IllegalStateException("An ordinary job fails: " + job + "\n" + node.logText());
        }
        return job.get("output").asText();
    }

    // ------------------------------------------------------------ attacks

    /** Makes all of these attacks that the walls are to stop, several at a time. */
    List<Result> run(List<HostileAttack> attacks) {
        var results = new ArrayList<Result>();
        Queue<Map.Entry<HostileAttack, String>> sent = new ArrayDeque<>();
        for (HostileAttack attack : attacks.stream().filter(wall::stops).toList()) {
            if (sent.size() == JOBS_AT_ONCE) {
                results.add(judge(sent.peek().getKey(), sent.remove().getValue()));
            }
            sent.add(Map.entry(attack, send(attack.name(), attack.job())));
        }
        sent.forEach(each -> results.add(judge(each.getKey(), each.getValue())));
        results.add(afterwards());
        return results;
    }

    private String send(String attack, Sort sort) {
        byte[] trailer = ("HOSTILE<" + attack + ">").getBytes(StandardCharsets.US_ASCII);
        String key = sort + "/" + attack + "/in.mp4";
        r2.put("inbox", key, joined(video, trailer), "video/mp4");
        String input = "s3://inbox/" + key;
        String options = switch (sort) {
            case VIDEO -> "\"width\": 64";
            case SHEETS -> "\"width\": 64, \"thumbnails\": {\"every\": 1, \"width\": 32}";
            case SUBTITLED -> "\"width\": 64, \"subtitle_url\": \"s3://inbox/text.srt\"";
            case SEGMENTS -> "\"no_audio\": true";
            case FRAGMENTS -> "\"no_audio\": true, \"codec\": \"h265\"";
            case PEAKS -> "\"waveform\": \"json\", \"waveform_points\": 5";
            case CDN_INPUT -> "\"watermark\": {\"url\": \"s3://inbox/" + attack + ".png\"}";
        };
        if (sort == Sort.SUBTITLED) {
            r2.put("inbox", "text.srt", "1\n00:00:00,000 --> 00:00:01,000\nx\n".getBytes(StandardCharsets.US_ASCII), "text/plain");
        }
        if (sort == Sort.CDN_INPUT) {
            input = published;
            Path mark = folder.resolve("mark.png");
            Ffmpeg.run(List.of("-v", "error", "-y", "-f", "lavfi", "-i", "color=white:s=8x8", "-frames:v", "1", mark.toString()));
            try {
                r2.put("inbox", attack + ".png", joined(Files.readAllBytes(mark), trailer), "image/png");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        String kind = sort == Sort.SEGMENTS || sort == Sort.FRAGMENTS ? "adaptive_video" : sort == Sort.PEAKS ? "audio" : "video";
        return node.api().accepted("{\"kind\": \"%s\", \"connection_id\": \"store\", \"input\": \"%s\", \"options\": {%s}}"
                .formatted(kind, input, options));
    }

    private static byte[] joined(byte[] file, byte[] trailer) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(file);
        out.writeBytes(trailer);
        return out.toByteArray();
    }

    private Result judge(HostileAttack attack, String id) {
        var wrong = new ArrayList<String>();
        JsonNode job;
        try {
            if (attack.ends().contains(HostileAttack.CANCELLED)) {
                cancel(id, wrong);
            }
            job = node.api().finished(id, PATIENCE);
        } catch (ConditionTimeoutException e) {
            return new Result(attack, "does not end", List.of("its slot is lost: " + node.api().job(id)));
        }
        String end = end(job);
        if (!attack.ends().contains(end)) {
            wrong.add("ends as " + end + ": " + job.get("error"));
        }
        if (job.get("attempts").asInt() != 1) {
            wrong.add("it was begun " + job.get("attempts") + " times");
        }
        for (String secret : List.of(CANARY, folder.toString(), "CAME THROUGH", "forged line")) {
            if (job.toString().contains(secret)) {
                wrong.add("the job says '" + secret + "': " + job.get("error"));
            }
        }
        checkPublished(id, end, wrong);
        return new Result(attack, end, wrong);
    }

    private static String end(JsonNode job) {
        String status = job.get("status").asText();
        return !status.equals("failed") ? status
                : job.at("/error/message").asText().startsWith(REFUSAL) ? HostileAttack.REFUSED
                : job.at("/error/kind").asText();
    }

    private void cancel(String id, List<String> wrong) {
        node.api().reaches(id, "video");
        node.api().post("/jobs/" + id + "/cancel", "");
        try {
            Awaitility.await().atMost(AT_ONCE).until(() -> node.workFolders().stream()
                    .noneMatch(work -> work.getFileName().toString().startsWith(id)));
        } catch (ConditionTimeoutException e) {
            wrong.add("it works on though it was cancelled");
        }
    }

    /** What is on the CDN of a job is its planned files alone, none a link, and none with a word of others. */
    private void checkPublished(String id, String end, List<String> wrong) {
        Path place = node.data().resolve("cdn").resolve(id);
        if (!end.equals(HostileAttack.WELL)) {
            if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
                wrong.add("something is published");
            }
            return;
        }
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : (Iterable<Path>) files.filter(each -> !Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS))::iterator) {
                String name = place.relativize(file).toString();
                var found = Files.readAttributes(file, "unix:mode,nlink", LinkOption.NOFOLLOW_LINKS);
                if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !found.get("nlink").equals(1)
                        || ((int) found.get("mode") & 0xfff) != 0644 || !name.matches(NAMES)) {
                    wrong.add("published is " + name + ", " + found);
                } else if (List.of(CANARY, "CHANGED-AFTERWARDS", folder.toString()).stream()
                        .anyMatch(Files.exists(file) ? text(file)::contains : word -> false)) {
                    wrong.add(name + " holds what is not its own");
                }
            }
        } catch (IOException e) {
            wrong.add("what is published cannot be read: " + e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ------------------------------------------------------------ what nobody may change

    /** When all is over: an honest job goes well, nothing is left over, and the log and the metrics say what was refused. */
    private Result afterwards() {
        var wrong = new ArrayList<String>();
        JsonNode job = node.api().finished(send("ordinary-too", Sort.VIDEO), PATIENCE);
        if (!job.get("status").asText().equals("succeeded")) {
            wrong.add("an honest job fails: " + job);
        }
        try {
            Awaitility.await().atMost(SOON).until(() -> node.workFolders().isEmpty()
                    && node.process().descendants().findAny().isEmpty());
        } catch (ConditionTimeoutException e) {
            wrong.add("left over: " + node.workFolders() + node.process().descendants().map(ProcessHandle::info).toList());
        }
        if (node.logText().lines().anyMatch(line -> line.startsWith("12:00:00.000"))) {
            wrong.add("a line of the log is forged");
        }
        if (node.logText().contains("\u001b[2J") || node.logText().contains(CANARY)) {
            wrong.add("the log holds what it should not");
        }
        String end = "dromedary_guests_refused_total " + refusals();
        return new Result(new HostileAttack("", Sort.VIDEO, Set.of(), Needs.DOOR, "afterwards"), end, wrong);
    }

    /** How many runs were refused, as the metrics say. */
    int refusals() {
        return (int) node.api().get("/metrics").response().body().lines()
                .filter(line -> line.startsWith("dromedary_guests_refused_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }

    /** All that no guest may change: what it is, its rights, and its bytes. */
    Map<String, String> watched() {
        var found = new TreeMap<String, String>();
        Path data = node.data();
        try (Stream<Path> home = Files.walk(folder.resolve("node/home"));
                Stream<Path> cdn = Files.walk(data.resolve("cdn").resolve(publishedJob()));
                Stream<Path> top = Files.list(data)) {
            Stream.of(home, cdn, top.filter(file -> file.toString().matches(".*\\.(secret|key)")), Stream.of(canary))
                    .flatMap(each -> each).forEach(file -> found.put(file.toString(), describe(file)));
            try (Stream<Path> entries = Files.list(data)) {
                entries.forEach(entry -> found.putIfAbsent(entry.toString(), "is there"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        found.keySet().removeIf(name -> name.matches(".*\\.db-(wal|shm|journal)"));
        return found;
    }

    Path canary() {
        return canary;
    }

    private String publishedJob() {
        return Stream.of(published.split("/")).filter(part -> part.startsWith("job_")).findFirst()
                .orElseThrow(() -> new IllegalStateException(published));
    }

    private static String describe(Path file) {
        try {
            var found = Files.readAttributes(file, "unix:mode,uid,nlink,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? found + text(file)
                    : found.get("mode") + " " + found.get("uid");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String log() {
        return node.logText();
    }

    @Override
    public void close() {
        node.close();
        r2.close();
    }
}
