package io.dromedary.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Every file of a folder through every kind of job of a real server, without options but the end of an animation. What comes out is probed without the
 * product and compared with what went in.
 */
final class Corpus implements AutoCloseable {

    /** All kinds. */
    static final List<String> KINDS = List.of("video", "audio", "image", "animation", "adaptive_video");

    /** The errors that are about the file; any other is about the product. */
    private static final Set<String> REFUSALS = Set.of("input_unsupported", "input_corrupt", "no_video_stream",
            "no_audio_stream", "option_conflict", "resource_limit");
    /** Of a video the part has to be given. */
    private static final String ANIMATION = "{\"end\": %d, \"width\": 160}".formatted(CorpusComparison.ANIMATION_SECONDS);
    private static final int AT_ONCE = 8;
    private static final Duration PATIENCE = Duration.ofHours(6);

    private final Path files;
    private final List<String> kinds;
    private final Consumer<String> told;
    private final R2Double r2;
    private final Node node;
    private final List<CorpusRow> rows = new ArrayList<>();

    private record Sent(Path file, String key, String kind, String job) {
    }

    /**
     * Starts the server.
     *
     * @param folder for the server and its store
     * @param files  the folder of files, which are only read
     * @param told   hears of each job that has ended
     */
    Corpus(Path folder, Path files, List<String> kinds, Consumer<String> told) {
        this.files = files;
        this.kinds = kinds;
        this.told = told;
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("inbox");
        node = new Node(folder.resolve("node")).alone().start();
        node.api().connect("store", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "inbox"));
    }

    /** Does all jobs. */
    CorpusOutcome run() throws IOException {
        Queue<Sent> sent = new ArrayDeque<>();
        for (Path file : all()) {
            String key = rows.size() + sent.size() + "-" + file.getFileName().toString().replaceAll("[^A-Za-z0-9._-]", "_");
            r2.put("inbox", key, file, "application/octet-stream");
            for (String kind : kinds) {
                if (sent.size() == AT_ONCE) {
                    judge(sent.remove());
                }
                sent.add(new Sent(file, key, kind, node.api().accepted("""
                        {"kind": "%s", "connection_id": "store", "input": "s3://inbox/%s", "options": %s}"""
                        .formatted(kind, key, kind.equals("animation") ? ANIMATION : "{}"))));
            }
        }
        for (Sent last : sent) {
            judge(last);
        }
        return new CorpusOutcome(kinds, rows);
    }

    private List<Path> all() throws IOException {
        try (Stream<Path> found = Files.walk(files)) {
            return found.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private void judge(Sent sent) throws IOException {
        CorpusRow row = row(sent);
        rows.add(row);
        told.accept(row.line());
        if (sent.kind().equals(kinds.get(kinds.size() - 1))) {
            r2.delete("inbox", sent.key());
        }
    }

    private CorpusRow row(Sent sent) throws IOException {
        String name = files.relativize(sent.file()).toString();
        JsonNode job;
        try {
            job = node.api().finished(sent.job(), PATIENCE);
        } catch (ConditionTimeoutException e) {
            return new CorpusRow(name, sent.kind(), CorpusRow.Verdict.FAILED, "does not end");
        }
        if (job.path("status").asText().equals("succeeded")) {
            String differences = String.join("; ", differences(sent, job));
            return new CorpusRow(name, sent.kind(),
                    differences.isEmpty() ? CorpusRow.Verdict.RIGHT : CorpusRow.Verdict.DIFFERS, differences);
        }
        String error = job.at("/error/kind").asText();
        return new CorpusRow(name, sent.kind(),
                REFUSALS.contains(error) ? CorpusRow.Verdict.REFUSED : CorpusRow.Verdict.FAILED,
                error + ": " + job.at("/error/message").asText());
    }

    private List<String> differences(Sent sent, JsonNode job) throws IOException {
        String url = job.path("output").asText();
        Path result = node.data().resolve("cdn").resolve(url.substring(url.indexOf("/cdn/") + 5));
        Optional<CorpusMeasure> made = CorpusMeasure.of(result);
        if (made.isEmpty()) {
            return List.of("the result holds no picture and no sound");
        }
        return CorpusMeasure.of(sent.file()).map(input -> CorpusComparison.differences(sent.kind(), input, made.get(),
                job.path("warnings").size() > 0)).orElse(List.of());
    }

    @Override
    public void close() {
        node.close();
        r2.close();
    }

    /**
     * The long form.
     *
     * @param arguments the folder, and the kinds, separated by commas
     */
    public static void main(String[] arguments) throws Exception {
        LongRun.run("corpus", folder -> {
            List<String> kinds = arguments.length > 1 ? List.of(arguments[1].split(",")) : KINDS;
            try (var corpus = new Corpus(folder, Path.of(arguments[0]), kinds, System.out::println)) {
                return corpus.run();
            }
        });
    }
}
