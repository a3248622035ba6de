package io.dromedary.work;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.media.Plan;
import io.dromedary.storage.ContentTypes;
import io.dromedary.storage.Download;
import io.dromedary.storage.FileNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Publishes inputs as they are. */
public final class Copies {

    /** Makes the complete, probed input the result. */
    public Encoded make(Attempt attempt, Probed probed) {
        ObjectNode file = Probes.describe(probed.media(), null);
        Download input = attempt.input().download();
        ObjectNode options = attempt.job().order().options();
        Path main = attempt.results().resolve(folder(options))
                .resolve(name(options.path("filename").asText(attempt.input().namedBy()), file.path("format").asText()));
        try {
            Files.createDirectories(main.getParent());
            if (input.elsewhere().isPresent()) {
                Files.copy(input.content(), main);
            } else {
                Files.move(input.file(), main);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The input cannot be moved to the results", e);
        }
        return new Encoded(new Plan(Map.of(), List.of(), attempt.folder().asGuestsSeeIt(main), Map.of()), file);
    }

    /** The folders that the file is published in, within that of its task; each has a name that every store accepts. */
    private static String folder(ObjectNode options) {
        return Stream.of(options.path("folder").asText().split("/")).filter(name -> !name.isEmpty())
                .map(FileNames::safe).collect(Collectors.joining("/"));
    }

    /**
     * The name of the input, with the format as its extension if it does not look like that of a media file, since the
     * extension decides how it is served. Only letters and digits of the format get into the path.
     */
    private static String name(String url, String format) {
        String name = FileNames.last(url);
        String extension = format.matches("[a-z0-9]{1,10}") ? format : "bin";
        return FileNames.safe(isMedia(name) ? name : FileNames.stem(url) + "." + extension);
    }

    private static boolean isMedia(String name) {
        return ContentTypes.of(name).matches("(video|audio|image)/.*");
    }
}
