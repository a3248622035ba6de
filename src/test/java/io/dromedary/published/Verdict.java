package io.dromedary.published;

import java.util.List;
import java.util.Locale;

/**
 * What became of an entry.
 *
 * @param why what is not as published, or how it is refused; empty if nothing is to be said
 */
record Verdict(Outcome outcome, String why) {

    /** The outcomes. Refused is what an older page publishes and this server says that it does not offer. */
    enum Outcome {
        WORKS, REFUSED, FAILS
    }

    static Verdict of(List<String> complaints) {
        return complaints.isEmpty() ? new Verdict(Outcome.WORKS, "") : fails(String.join("; ", complaints));
    }

    static Verdict fails(String why) {
        return new Verdict(Outcome.FAILS, why.length() > 600 ? why.substring(0, 600) + " …" : why);
    }

    String word() {
        return outcome.name().toLowerCase(Locale.ROOT);
    }
}
