package io.dromedary.work;

import io.dromedary.storage.Download;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files that an attempt reads where they are, outside its folder: those of this machine and of its CDN folder. */
final class ExternalFiles {

    private ExternalFiles() {
    }

    /** By the names under which its guests find them. */
    static Map<String, Path> of(Attempt attempt) {
        return Stream.concat(Stream.of(attempt.download()), attempt.attached().stream().map(AttachedFile::download))
                .filter(download -> download.elsewhere().isPresent())
                .collect(Collectors.toMap(download -> download.file().getFileName().toString(), Download::content));
    }
}
