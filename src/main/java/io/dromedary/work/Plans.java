package io.dromedary.work;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.job.InputClip;
import io.dromedary.job.Job;
import io.dromedary.job.Warning;
import io.dromedary.media.Attachment;
import io.dromedary.media.Command;
import io.dromedary.media.Kind;
import io.dromedary.media.KindOptions;
import io.dromedary.media.Media;
import io.dromedary.media.MediaException;
import io.dromedary.media.Plan;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.Planner;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.storage.Download;
import io.dromedary.storage.FileNames;
import io.dromedary.storage.ObjectUrl;
import io.dromedary.storage.OutputTemplate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes plans from the options, the fetched files and the configured table. */
public final class Plans {

    private final Supplier<Media> media;

    /** @param table the current table, which may change while the server runs */
    public Plans(Supplier<Media> media) {
        this.media = media;
    }

    /**
     * Checks the rules between options, which the contract cannot express.
     *
     * @return the URLs of the files that a job with these options reads beside its input, by the field that names each
     * @throws Problem {@code invalid_input}
     */
    public Map<String, String> checkOptions(String kind, ObjectNode options) {
        if (!Work.of(kind).isEncode()) {
            return Map.of();
        }
        try {
            KindOptions read = media().planner(Kind.of(kind), options).options();
            var urls = new HashMap<String, String>();
            read.attachments().forEach((file, url) -> urls.put(file.field(), url));
            read.keyUrl().ifPresent(url -> urls.put(SegmentKey.FIELD, url));
            return urls;
        } catch (MediaException e) {
            throw e.field().map(field -> new Problem(ProblemKind.of(e.kind()), e.getMessage(), field))
                    .orElseGet(() -> new Problem(ProblemKind.of(e.kind()), e.getMessage()));
        }
    }

    /** What can be done with media now. */
    Media media() {
        return media.get();
    }

    /** The options of an attempt's job. */
    KindOptions options(Attempt attempt) {
        return planner(attempt).options();
    }

    private Planner planner(Attempt attempt) {
        ObjectNode options = attempt.job().order().options();
        return media().planner(Kind.of(attempt.job().kind()),
                attempt.encodesAll() ? options.deepCopy().put("copy", false) : options);
    }

    /** Makes the plan. */
    Plan make(Attempt attempt, Probed probed, Optional<String> measured) {
        return planner(attempt).plan(inputs(attempt, probed, measured,
                attempt.input().arriving().isPresent() ? Names.PIPED : Names.RUN));
    }

    /** Makes the plan whose command reads the input from standard input. */
    Plan piped(Attempt attempt, Probed probed) {
        return planner(attempt).plan(inputs(attempt, probed, Optional.empty(), Names.PIPED));
    }

    /** What the result of a plan lacks of the input, as jobs tell it. */
    static List<Warning> warnings(Plan plan) {
        return plan.warnings().stream().map(lack -> new Warning(lack.kind().wireName(), lack.message())).toList();
    }

    /** The command that measures the input, if one is needed. */
    Optional<Command> measurement(Attempt attempt, Probed probed) {
        return planner(attempt).measurement(inputs(attempt, probed, Optional.empty(), Names.RUN));
    }

    /**
     * All commands, with paths as in the attempt's folder. They are to be shown and not run: those after a measurement
     * contain placeholders.
     */
    ShownPlan shown(Attempt attempt, Probed probed) {
        PlanInputs inputs = inputs(attempt, probed, Optional.empty(), Names.SHOWN);
        Planner planner = planner(attempt);
        Plan plan = planner.plan(inputs);
        return new ShownPlan(Stream.concat(planner.measurement(inputs).stream(), plan.commands().stream()).toList(), warnings(plan),
                plan.how());
    }

    /**
     * The folders of a job in arguments.
     *
     * @param given where the input is
     * @param made  where a command writes
     * @param out   where the results of earlier commands are
     * @param piped whether the input is read from standard input
     */
    private record Names(Path given, Path made, Path out, boolean piped) {

        /** For running: each command starts in a folder of its own. */
        static final Names RUN = new Names(Path.of("../given"), Path.of("."), Path.of("../out"), false);
        /** For running while the input arrives. */
        static final Names PIPED = new Names(RUN.given, RUN.made, RUN.out, true);
        /** For showing: the input is in the current folder, and the results are in a folder below it. */
        static final Names SHOWN = new Names(Path.of(""), Path.of("out"), Path.of("out"), false);

        Path input(Download file) {
            return piped ? PlanInputs.PIPE : given(file);
        }

        Path given(Download file) {
            return given.resolve(file.file().getFileName());
        }
    }

    private PlanInputs inputs(Attempt attempt, Probed probed, Optional<String> measured, Names names) {
        JobInput input = attempt.input();
        return new PlanInputs(probed.media(), names.input(input.download()), names.given(), names.made(), names.out(),
                stem(attempt), watermark(input, names), subtitles(attempt), measured)
                .joining(attempt.joins() ? clips(attempt, names) : List.of());
    }

    private static List<PlanInputs.Clip> clips(Attempt attempt, Names names) {
        List<InputClip> asked = attempt.job().order().inputs();
        return IntStream.range(0, asked.size()).mapToObj(number -> {
            JobInput input = attempt.inputs().get(number);
            return new PlanInputs.Clip(names.given(input.download()), input.probed().orElseThrow().media(),
                    asked.get(number).start(),
                    asked.get(number).end().map(OptionalDouble::of).orElse(OptionalDouble.empty()), "inputs[" + number + "]");
        }).toList();
    }

    /** The name of the result: that of the target if it names a file, otherwise that of the input. */
    static String stem(Attempt attempt) {
        Job job = attempt.job();
        return FileNames.safe(FileNames.stem(job.order().outputTarget().filter(url -> !url.endsWith("/"))
                .flatMap(ObjectUrl::parse).map(url -> OutputTemplate.withExtension(url, "ext").toString())
                .orElse(attempt.input().namedBy())) + attempt.naming().suffix());
    }

    private static Optional<PlanInputs.Picture> watermark(JobInput input, Names names) {
        return input.attached(Attachment.WATERMARK).flatMap(file -> file.media()
                .map(media -> new PlanInputs.Picture(names.given(file.download()), media)));
    }

    private Map<Attachment, String> subtitles(Attempt attempt) {
        KindOptions options = options(attempt);
        return attempt.input().attached().stream().filter(file -> !file.isPicture()).collect(Collectors.toMap(AttachedFile::role,
                file -> media().subtitleText(read(file.download().content()), file.role(), options)));
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The subtitles cannot be read back", e);
        }
    }
}
