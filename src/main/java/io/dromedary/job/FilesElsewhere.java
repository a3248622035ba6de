package io.dromedary.job;

import io.dromedary.storage.Download;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files that an attempt reads where they are, outside its folder: those of this machine and of its CDN folder. */
final class FilesElsewhere {

    private FilesElsewhere() {
    }

    static List<Path> of(Attempt attempt) {
        return Stream.concat(Stream.of(attempt.download()), attempt.attached().stream().map(AttachedFile::download))
                .map(Download::file).filter(file -> !file.startsWith(attempt.folder())).toList();
    }
}
