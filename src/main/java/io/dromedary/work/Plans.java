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

/** Brings together what a plan is made of: the options, the files that are here, and the configured table. */
public final class Plans {

    private final Supplier<EncodingTable> table;

    /**
     * Plans.
     *
     * @param table the table as it is configured now; it may change while the server runs
     */
    public Plans(Supplier<EncodingTable> table) {
        this.table = table;
    }

    /**
     * Checks what the contract cannot say of options: rules between them.
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

    /** What an input may be. */
    InputBounds bounds() {
        return table.get().input();
    }

    /** Makes the plan by what is known now. */
    Plan make(Attempt attempt, Probed probed, Optional<String> measured) {
        return attempt.options().plan(material(attempt, probed, measured, Names.RUN), table.get());
    }

    /** The command that measures the input, where one is needed. */
    Optional<Command> measurement(Attempt attempt, Probed probed) {
        return attempt.options().measurement(material(attempt, probed, Optional.empty(), Names.RUN), table.get());
    }

    /**
     * All commands by what is known now, with files as they are called in the attempt's own folder: for showing, not for
     * running, as those after a measurement hold placeholders.
     */
    List<Command> commands(Attempt attempt, Probed probed) {
        Material material = material(attempt, probed, Optional.empty(), Names.SHOWN);
        EncodingTable now = table.get();
        return Stream.concat(attempt.options().measurement(material, now).stream(),
                attempt.options().plan(material, now).commands().stream()).toList();
    }

    /**
     * How the folders of a job are called in arguments.
     *
     * @param given where the input is
     * @param made  where a command writes
     * @param out   where the results of earlier commands are
     */
    private record Names(Path given, Path made, Path out) {

        /** As commands find them, each of which begins in a folder of its own. */
        static final Names RUN = new Names(Path.of("../given"), Path.of("."), Path.of("../out"));
        /** As one who tries them by hand has them: the input in the folder where he is, the results below it. */
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

    /** Results are named after the target where it names a file, else after the input. */
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
     * Texts are UTF-8, or UTF-16 with its mark; older subtitle files are in the code page of Western Windows, which
     * takes every byte.
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
