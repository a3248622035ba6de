package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.media.Ffmpeg;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Damaged files of many formats through whole jobs of one server, several at a time. Each must end with a result that
 * can be decoded or with an error that says what is wrong with the file, in time; afterwards nothing may be left. Which
 * file it is, how it is damaged and what is asked for follow from the seed and the file's number alone.
 */
final class MediaFuzz implements AutoCloseable {

    /** The errors of the contract that may be a file's fault. */
    private static final Set<String> DEFINED = Set.of("input_unsupported", "input_corrupt", "no_video_stream",
            "no_audio_stream", "option_conflict", "encode_failed", "encode_incomplete", "timed_out", "resource_limit");
    private static final int AT_ONCE = 24;
    private static final int WHOLE = -1;
    private static final long MAX_MEMORY = 4L << 30;
    private static final int MAX_OUTPUT = 50 << 20;
    /** Of each run of ffmpeg: so many seconds, and one more for each second that its file claims to last. */
    private static final int DEADLINE_SECONDS = 30;
    private static final int STALL_SECONDS = 10;
    /** Of each run of ffprobe; that is fixed. */
    private static final int PROBE_SECONDS = 60;
    /** No job runs ffmpeg more often: to measure, to encode, for its thumbnails; nor ffprobe: the ends, the whole, the result. */
    private static final int RUNS = 3;
    /** For reading, writing and ending what is at its deadline, on a machine that is busy with many others. */
    private static final int GRACE_SECONDS = 30;
    /** What has not ended by then never will, whatever its deadline and its place in the queue. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Path folder;
    private final long seed;
    private final List<FuzzSource> sources;
    private final R2Double r2;
    private final Node node;
    private final GuestMemory memory;
    private final Map<String, Map<String, Integer>> ends = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private double slowest;
    private int results;

    /** A file that was sent. */
    private record Sent(int number, FuzzSource source, Mutation mutation, FuzzSource.Wish wish, String job) {
    }

    /**
     * What came of them.
     *
     * @param ends by format, how many ended how
     * @param wrong what must not be, with the file's number and how it is made
     */
    record Outcome(Map<String, Map<String, Integer>> ends, int results, double slowest, long guestSpace,
            long guestMemory, long serverMemory, List<String> wrong)
            implements LongRun.Outcome {

        @Override
        public boolean isRight() {
            return wrong.isEmpty();
        }

        @Override
        public String table() {
            var lines = new ArrayList<String>();
            ends.forEach((format, by) -> lines.add("%-14s %5d  %s".formatted(format,
                    by.values().stream().mapToInt(Integer::intValue).sum(),
                    String.join(", ", by.entrySet().stream().map(each -> each.getKey() + " " + each.getValue()).toList()))));
            lines.add("%-50s %6d".formatted("results, all decoded to their end", results));
            lines.add("%-50s %6.1f".formatted("longest time of a job in the server, s", slowest));
            lines.add("%-50s %6d".formatted("most address space of an ffmpeg, MiB", guestSpace >> 20));
            lines.add("%-50s %6d".formatted("most memory of an ffmpeg, MiB", guestMemory >> 20));
            lines.add("%-50s %6d".formatted("most memory of the server, MiB", serverMemory >> 20));
            lines.add("%-50s %6d".formatted("hung, undefined, broken or left over", wrong.size()));
            wrong.forEach(text -> lines.add("  " + text));
            return String.join("\n", lines);
        }
    }

    MediaFuzz(Path folder, long seed) throws IOException {
        this(folder, seed, FuzzSource.all(folder));
    }

    private MediaFuzz(Path folder, long seed, List<FuzzSource> sources) throws IOException {
        this.folder = folder;
        this.seed = seed;
        this.sources = sources;
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("inbox");
        r2.put("inbox", FuzzSource.ORDINARY, HostileFiles.mp4(folder), "video/mp4");
        node = new Node(folder.resolve("node")).alone().with("DROMEDARY_OUTPUT_MAX_BYTES", Integer.toString(MAX_OUTPUT))
                .with("DROMEDARY_FFMPEG_MAX_MEMORY_BYTES", Long.toString(MAX_MEMORY))
                .with("DROMEDARY_FFMPEG_DEADLINE_BASE", Integer.toString(DEADLINE_SECONDS))
                .with("DROMEDARY_FFMPEG_DEADLINE_PER_SECOND", "1")
                .with("DROMEDARY_FFMPEG_STALL_TIMEOUT", Integer.toString(STALL_SECONDS)).jvm("-Xmx256m").start();
        node.api().connect("store", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "inbox"));
        memory = new GuestMemory(node.process());
    }

    /**
     * Sends files and waits for the end of all their jobs.
     *
     * @param first number of the first file
     */
    Outcome run(int count, int first) {
        checkWhole();
        Queue<Sent> sent = new ArrayDeque<>();
        for (int number = first; number < first + count; number++) {
            if (sent.size() == AT_ONCE) {
                judge(sent.remove());
            }
            sent.add(send(number));
        }
        sent.forEach(this::judge);
        try {
            Awaitility.await().atMost(SOON).until(() -> node.workFolders().isEmpty()
                    && node.process().descendants().findAny().isEmpty());
        } catch (ConditionTimeoutException e) {
            wrong.add("left over: " + node.workFolders() + ", "
                    + node.process().descendants().map(ProcessHandle::info).toList());
        }
        if (!Set.of(Long.toString(MAX_MEMORY)).containsAll(memory.limits())) {
            wrong.add("an ffmpeg may take " + memory.limits() + " bytes, not " + MAX_MEMORY);
        }
        return new Outcome(ends, results, slowest, memory.space(), memory.resident(),
                GuestMemory.residentOf(node.process()), wrong);
    }

    /** Before they are damaged all are accepted, or it would be no wonder that they are refused afterwards. */
    private void checkWhole() {
        List<Sent> whole = sources.stream().map(source -> send(WHOLE, source, source.wishes().get(0),
                new Mutation(source.bytes(), "nothing"))).toList();
        for (Sent sent : whole) {
            JsonNode job = node.api().finished(sent.job(), PATIENCE);
            if (!job.get("status").asText().equals("succeeded")) {
                tell(sent, "is not accepted: " + job.get("error"));
            }
        }
    }

    private Sent send(int number) {
        // Neighbouring seeds begin alike, but for what they are multiplied with.
        var random = new Random((seed << 32 | number) * 0x9E37_79B9_7F4A_7C15L);
        FuzzSource source = sources.get(number % sources.size());
        FuzzSource other = sources.get(random.nextInt(sources.size()));
        FuzzSource.Wish wish = source.wishes().get(random.nextInt(source.wishes().size()));
        Mutation mutation = Mutation.of(source.bytes(), other.bytes(), random);
        return send(number, source, wish, mutation);
    }

    private Sent send(int number, FuzzSource source, FuzzSource.Wish wish, Mutation mutation) {
        String key = number + "." + source.format();
        r2.put("inbox", key, mutation.bytes(), "application/octet-stream");
        Api.Answer answer = node.api().post("/jobs", wish.body().apply("s3://inbox/" + key));
        if (answer.status() != 201) {
            throw new IllegalStateException(answer.response().body());
        }
        return new Sent(number, source, mutation, wish, answer.json().get("id").asText());
    }

    private void judge(Sent sent) {
        JsonNode job;
        try {
            job = node.api().finished(sent.job(), PATIENCE);
        } catch (ConditionTimeoutException e) {
            tell(sent, "does not end: " + node.api().job(sent.job()));
            return;
        }
        String error = job.at("/error/kind").asText();
        boolean succeeded = job.get("status").asText().equals("succeeded");
        ends.computeIfAbsent(sent.source().format(), format -> new TreeMap<>())
                .merge(succeeded ? "succeeded" : error, 1, Integer::sum);
        double seconds = (job.get("finished_at").asLong() - job.get("started_at").asLong()) / 1000.0;
        slowest = Math.max(slowest, seconds);
        if (seconds > deadline(job)) {
            tell(sent, "took %.1f s, and its deadline was %.0f s".formatted(seconds, deadline(job)));
        }
        if (succeeded) {
            results++;
            check(sent, job.get("output").asText());
        } else if (!DEFINED.contains(error)) {
            tell(sent, "ends as " + job.get("error"));
        } else if (job.toString().contains(folder.toString())) {
            tell(sent, "tells of a folder: " + job.get("error"));
        }
    }

    /** The seconds that a job may take: all that it runs at its deadline, by the length that its file claims to have. */
    private static double deadline(JsonNode job) {
        double claimed = job.at("/tasks/0/output/duration").asDouble();
        return RUNS * (PROBE_SECONDS + DEADLINE_SECONDS + claimed) + GRACE_SECONDS;
    }

    private void check(Sent sent, String url) {
        Path result = node.data().resolve("cdn").resolve(url.substring(url.indexOf("/cdn/") + 5));
        try {
            // What was twice in the input is twice in the sound of the result: its times are counted anew. Of what has no
            // picture left, an adaptive result is sound alone.
            String main = switch (sent.wish().kind()) {
                case "audio" -> "0:a:0";
                case "adaptive_video" -> "0:v:0?";
                default -> "0:v:0";
            };
            byte[] frames = Ffmpeg.run(List.of("-v", "error", "-xerror", "-i", result.toString(), "-map", main, "-map",
                    "0:a:0?", "-filter:a", "asetpts=N/SR/TB", "-f", "framecrc", "-"));
            if (new String(frames, StandardCharsets.US_ASCII).lines().noneMatch(line -> line.startsWith("0,"))) {
                tell(sent, "has a result without anything at " + main);
            }
        } catch (AssertionError e) {
            tell(sent, "has a result that is not whole: " + e.getMessage());
        }
    }

    private void tell(Sent sent, String what) {
        Path kept = Path.of("target", "fuzz", seed + "-" + sent.number() + "." + sent.source().format());
        try {
            Files.createDirectories(kept.getParent());
            Files.write(kept, sent.mutation().bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        wrong.add("file %d, %s (%s), as input of %s: %s; kept as %s; again: bench/fuzz 1 %d %d".formatted(sent.number(),
                sent.source().format(), sent.mutation().recipe(),
                sent.wish().body().apply("it"), what, kept, seed, sent.number()));
    }

    @Override
    public void close() {
        memory.close();
        node.close();
        r2.close();
    }

    /**
     * The long form.
     *
     * @param arguments number of files, seed, number of the first one, and a folder of files to damage in place of those
     *                  that are made, or {@code libvips} for the pictures that libvips reads alone
     */
    public static void main(String[] arguments) throws Exception {
        LongRun.run("fuzz", folder -> {
            try (var fuzz = new MediaFuzz(folder, Long.parseLong(arguments[1]), sources(folder, arguments))) {
                return fuzz.run(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[2]));
            }
        });
    }

    private static List<FuzzSource> sources(Path folder, String... arguments) throws IOException {
        if (arguments.length <= 3) {
            return FuzzSource.all(folder);
        }
        return arguments[3].equals("libvips") ? FuzzSource.ofLibvips(folder) : FuzzSource.found(Path.of(arguments[3]));
    }
}
