package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.naming.NamedFormat;
import io.dromedary.naming.UnsuitableName;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** The name that the user chose for a result, which has to go with what is made. */
final class OutputName {
    private OutputName() {
    }

    /**
     * The format that the name chooses.
     *
     * @param kind    the kind in requests
     * @param options the options of the job
     * @param asked   how the user knows the format in the options, for the message
     * @param advice  what to do if the name says another format
     * @throws CliFailure if the kind does not make what the name says, or the options have another format
     */
    static Optional<String> format(String kind, JsonNode options, String output, String asked, String advice) {
        JsonNode format = options.path("format");
        try {
            return NamedFormat.of(options.hasNonNull("waveform") ? NamedFormat.WAVEFORM : kind,
                    new NamedFormat.Name("--output", output), format.isTextual()
                            ? Optional.of(new NamedFormat.Asked(asked, format.asText(), advice)) : Optional.empty());
        } catch (UnsuitableName e) {
            throw new CliFailure(ExitCode.USAGE, e.getMessage());
        }
    }

    /** Refuses to write a result under the extension of another format, as older jobs may have one. */
    static void check(URI result, Path file) {
        String name = ResultDownload.name(result);
        if (!NamedFormat.agree(name, file.getFileName().toString())) {
            throw new CliFailure(ExitCode.FAILED, "The job is done, but " + file.getFileName() + " is no name for its result "
                    + TextFormat.plain(name) + ", which is of another format. It is at " + result);
        }
    }
}
