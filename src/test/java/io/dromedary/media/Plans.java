package io.dromedary.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Does for a test what a job does between probe and export: measure, plan, run; for every kind. */
public final class Plans {

    private final Path folder;
    private final Media media;

    public Plans(Path folder) {
        this(folder, ShippedMedia.media());
    }

    public Plans(Path folder, Media media) {
        this.folder = folder;
        this.media = media;
    }

    /** Options as a caller writes them, with apostrophes for quotes. */
    public static Planner planner(Media media, Kind kind, String json) {
        try {
            return media.planner(kind, new ObjectMapper().readTree(json.replace('\'', '"')));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs a job's whole plan, and gives it; its files are there then. */
    public Plan run(Kind kind, Path input, String options) {
        return run(kind, input, options, Map.of());
    }

    /** As above, with the files that the options name by URL. */
    public Plan run(Kind kind, Path input, String options, Map<Attachment, Path> attached) {
        return run(planner(media, kind, options), inputs(input, attached));
    }

    /** Runs the plan of a job that joins these clips. */
    public Plan join(Kind kind, List<PlanInputs.Clip> clips, String options, Map<Attachment, Path> attached) {
        return run(planner(media, kind, options), inputs(clips.get(0).path(), attached).joining(clips));
    }

    private static Plan run(Planner planner, PlanInputs inputs) {
        Optional<String> measured = planner.measurement(inputs).map(Plans::report);
        Plan plan = planner.plan(new PlanInputs(inputs.file(), inputs.input(), inputs.given(), inputs.made(), inputs.out(),
                inputs.stem(), inputs.watermark(), inputs.subtitles(), measured, inputs.clips(), inputs.joint()));
        plan.texts().forEach(Plans::write);
        plan.commands().forEach(Ffmpeg::run);
        assertThat(difference(plan)).as("what is not whole").isEmpty();
        plan.sheets().forEach(sheet -> assertThat(sheet.difference(bytes(sheet.file()))).isEmpty());
        return plan;
    }

    /** How a result differs from what it must be, as a job would fail by it; that of segments is compared elsewhere. */
    public static Optional<String> difference(Plan plan) {
        if (plan.unprobed().isPresent()) {
            return plan.waveform().isPresent() ? Optional.empty() : read(plan).difference();
        }
        return plan.renditions().isEmpty() ? plan.expected().difference(Ffmpeg.probe(plan.main())) : Optional.empty();
    }

    /** Reads a result that ffprobe cannot read. */
    public static UnprobedResult.Found read(Plan plan) {
        try (InputStream file = Files.newInputStream(plan.main())) {
            return plan.unprobed().orElseThrow().read(file, Files.size(plan.main()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Plans a job, and runs nothing. */
    public Plan plan(Kind kind, Path input, String options) {
        return planner(media, kind, options).plan(inputs(input, Map.of()));
    }

    /** Runs a job's whole plan, and gives what its commands tell while they run. */
    public List<Warning> noted(Kind kind, Path input, String options, Map<Attachment, Path> attached) {
        Plan plan = planner(media, kind, options).plan(inputs(input, attached));
        plan.texts().forEach(Plans::write);
        return plan.commands().stream().flatMap(command -> media.noted(command, report(command)).stream()).toList();
    }

    private PlanInputs inputs(Path input, Map<Attachment, Path> attached) {
        Path work = folder.resolve(UUID.randomUUID().toString());
        try {
            Files.createDirectories(work.resolve("out"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PlanInputs(Ffmpeg.probe(input), input, work, work.resolve("out"), work.resolve("out"), "result",
                Optional.ofNullable(attached.get(Attachment.WATERMARK))
                        .map(path -> new PlanInputs.Picture(path, Ffmpeg.picture(path))),
                attached.entrySet().stream().filter(file -> !file.getKey().isPicture())
                        .collect(Collectors.toMap(Map.Entry::getKey, file -> read(file.getValue()))), Optional.empty());
    }

    /** What a measuring command prints to standard error. */
    private static String report(Command command) {
        try {
            var words = new ArrayList<>(List.of("ffmpeg"));
            words.addAll(command.arguments());
            Process process = new ProcessBuilder(words).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null"))).start();
            String text = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(text);
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static byte[] bytes(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path path, String text) {
        try {
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
