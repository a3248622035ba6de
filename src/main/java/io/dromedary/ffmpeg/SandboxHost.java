package io.dromedary.ffmpeg;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The machine that guests run on, as the sandbox needs to know it.
 *
 * @param searchPath where the programs are looked up
 * @param scratch    a folder of this server alone, which exists as long as guests run
 * @param hidden     folders and files of this server, none of which a guest may see
 * @param userIds    ids that guests can have; none unless root runs this server
 */
public record SandboxHost(String searchPath, Path scratch, List<Path> hidden, Optional<UserIds> userIds) {

    public SandboxHost {
        hidden = List.copyOf(hidden);
    }
}
