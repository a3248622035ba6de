package io.dromedary.cli;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** An input that was named without its flag. */
final class BareInput {
    private BareInput() {
    }

    /**
     * The input, which is named once.
     *
     * @param flagged the value of the flag; null if it was not given
     * @param bare    the value without a flag; null if there was none
     * @throws ParameterException if there is none, or more than one
     */
    static String chosen(CommandLine command, String flagged, String bare) {
        if (flagged == null && bare == null) {
            throw new ParameterException(command, "The input is missing: name it, as " + command.getCommandSpec().qualifiedName()
                    + " --input https://example.com/video.mp4");
        }
        if (flagged != null && bare != null) {
            throw new ParameterException(command, "There are two inputs, " + flagged + " and " + bare
                    + ". A command takes one; the result is named by --output.");
        }
        return flagged == null ? bare : flagged;
    }
}
