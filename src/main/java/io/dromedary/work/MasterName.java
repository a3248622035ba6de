package io.dromedary.work;

import io.dromedary.storage.ObjectUrl;
import io.dromedary.storage.OutputTemplate;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The name that a caller gives to a master playlist. All other files of the result are in a folder of that name beside it,
 * so that several results in one folder do not meet.
 */
final class MasterName {

    private static final String EXTENSION = "m3u8";

    private MasterName() {
    }

    /** The folder for the files beside a master playlist at this target, with a slash; empty if the target is a folder. */
    static String folder(ObjectUrl target) {
        if (target.isDirectory()) {
            return "";
        }
        String name = target.key().substring(target.key().lastIndexOf('/') + 1);
        return name.substring(0, name.lastIndexOf('.')) + "/";
    }

    /** How the master playlist names that folder: percent-encoded (RFC 3986), empty if it is in the same one. */
    static String prefix(Optional<String> outputTarget) {
        return outputTarget.flatMap(ObjectUrl::parse)
                .map(url -> folder(OutputTemplate.withExtension(url, EXTENSION))).filter(folder -> !folder.isEmpty())
                .map(folder -> URLEncoder.encode(folder.substring(0, folder.length() - 1), StandardCharsets.UTF_8)
                        .replace("+", "%20") + "/")
                .orElse("");
    }
}
