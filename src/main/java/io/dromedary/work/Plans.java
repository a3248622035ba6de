package io.dromedary.work;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.job.Job;
import io.dromedary.media.Attachment;
import io.dromedary.media.Command;
import io.dromedary.media.EncodingTable;
import io.dromedary.media.InputBounds;
import io.dromedary.media.Kind;
import io.dromedary.media.Material;
import io.dromedary.media.MediaException;
import io.dromedary.media.Plan;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.storage.Download;
import io.dromedary.storage.FileNames;
import io.dromedary.storage.ObjectUrl;
import io.dromedary.storage.OutputTemplate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes plans from the options, the fetched files and the configured table. */
public final class Plans {

    private final Supplier<EncodingTable> table;

    /**
     * Creates plans.
     *
     * @param table the current table, which may change while the server runs
     */
    public Plans(Supplier<EncodingTable> table) {
        this.table = table;
    }

    /**
     * Checks the rules between options, which the contract cannot express.
     *
     * @return the URLs of the files that a job with these options reads beside its input, by the field that names each
     * @throws Problem {@code invalid_input}
     */
    public static Map<String, String> checkOptions(String kind, ObjectNode options) {
        if (!Work.of(kind).isEncode()) {
            return Map.of();
        }
        try {
            return Kind.of(kind).options(options).attachments().entrySet().stream()
                    .collect(Collectors.toMap(file -> file.getKey().field(), Map.Entry::getValue));
        } catch (MediaException e) {
            throw e.field().map(field -> new Problem(ProblemKind.of(e.kind()), e.getMessage(), field))
                    .orElseGet(() -> new Problem(ProblemKind.of(e.kind()), e.getMessage()));
        }
    }

    /** The limits of inputs. */
    InputBounds bounds() {
        return table.get().input();
    }

    /** Makes the plan. */
    Plan make(Attempt attempt, Probed probed, Optional<String> measured) {
        return attempt.options().plan(material(attempt, probed, measured, Names.RUN), table.get());
    }

    /** The command that measures the input, if one is needed. */
    Optional<Command> measurement(Attempt attempt, Probed probed) {
        return attempt.options().measurement(material(attempt, probed, Optional.empty(), Names.RUN), table.get());
    }

    /**
     * All commands, with paths as in the attempt's folder. They are to be shown and not run: those after a measurement
     * contain placeholders.
     */
    List<Command> commands(Attempt attempt, Probed probed) {
        Material material = material(attempt, probed, Optional.empty(), Names.SHOWN);
        EncodingTable now = table.get();
        return Stream.concat(attempt.options().measurement(material, now).stream(),
                attempt.options().plan(material, now).commands().stream()).toList();
    }

    /**
     * The folders of a job in arguments.
     *
     * @param given where the input is
     * @param made  where a command writes
     * @param out   where the results of earlier commands are
     */
    private record Names(Path given, Path made, Path out) {

        /** For running: each command starts in a folder of its own. */
        static final Names RUN = new Names(Path.of("../given"), Path.of("."), Path.of("../out"));
        /** For showing: the input is in the current folder, and the results are in a folder below it. */
        static final Names SHOWN = new Names(Path.of(""), Path.of("out"), Path.of("out"));

        Path given(Download file) {
            return given.resolve(file.file().getFileName());
        }
    }

    private static Material material(Attempt attempt, Probed probed, Optional<String> measured, Names names) {
        Input input = attempt.input();
        return new Material(probed.media(), names.given(input.download()), names.given(), names.made(), names.out(),
                stem(attempt.job()), watermark(input, names), subtitles(input), measured);
    }

    /** The name of the result: that of the target if it names a file, otherwise that of the input. */
    private static String stem(Job job) {
        return FileNames.safe(FileNames.stem(job.order().outputTarget().filter(url -> !url.endsWith("/"))
                .flatMap(ObjectUrl::parse).map(url -> OutputTemplate.withExtension(url, "ext").toString())
                .orElse(job.input())));
    }

    private static Optional<Material.Picture> watermark(Input input, Names names) {
        return input.attached(Attachment.WATERMARK).flatMap(file -> file.media()
                .map(media -> new Material.Picture(names.given(file.download()), media)));
    }

    private static Optional<String> subtitles(Input input) {
        return input.attached(Attachment.SUBTITLES).map(file -> text(file.download().content()));
    }

    /**
     * Decodes UTF-8, or UTF-16 with a byte order mark. Older subtitle files are decoded as Windows-1252, which accepts
     * every byte.
     */
    private static String text(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length > 1 && (bytes[0] == -1 && bytes[1] == -2 || bytes[0] == -2 && bytes[1] == -1)) {
                return new String(bytes, StandardCharsets.UTF_16);
            }
            try {
                return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            } catch (CharacterCodingException notUtf8) {
                return new String(bytes, "windows-1252");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The subtitles cannot be read back", e);
        }
    }
}
