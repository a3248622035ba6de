package io.dromedary.work;

import io.dromedary.access.Sha256;
import io.dromedary.media.KindOptions;
import io.dromedary.storage.ContentVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Tells by one text what the result of an attempt depends on: results with the same text are the same. */
final class Identity {

    private Identity() {
    }

    /**
     * The SHA-256 of all that the result of an attempt depends on, once its input has been probed and the files beside it
     * are here.
     *
     * @param tools the versions of the programs that make results
     * @return none if a file may change without its version telling it: it has no strong ETag, or is a key
     */
    static Optional<String> of(Attempt attempt, Plans plans, String tools) {
        KindOptions options = plans.options(attempt);
        JobInput input = attempt.input();
        if (options.keyUrl().isPresent()) {
            return Optional.empty();
        }
        var parts = new ArrayList<>(List.of(tools, plans.media().configuration(), attempt.job().kind(), options.toString(),
                Plans.stem(attempt)));
        List<AttachedFile> beside = input.attached().stream().sorted(Comparator.comparing(file -> file.role().fileName())).toList();
        for (AttachedFile file : beside) {
            Optional<String> version = ContentVersion.of(file.download());
            if (version.isEmpty()) {
                return Optional.empty();
            }
            parts.add(file.role().fileName() + " " + version.get());
        }
        return ContentVersion.of(input.download()).map(version -> {
            parts.add(version);
            return Sha256.hex(joined(parts));
        });
    }

    /** Each with its length, so that no two lists give one text. */
    private static String joined(List<String> parts) {
        var text = new StringBuilder();
        parts.forEach(part -> text.append(part.length()).append(':').append(part));
        return text.toString();
    }
}
