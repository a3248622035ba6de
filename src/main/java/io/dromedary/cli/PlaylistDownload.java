package io.dromedary.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Downloads a streaming result to a local folder: the master playlist, the playlists that it names, and their segments
 * (RFC 8216). A playlist appears after all files that it names, so a folder with a master playlist is complete.
 */
final class PlaylistDownload {
    private static final String PLAYLIST = ".m3u8";
    private static final String KEY = "#EXT-X-KEY:";
    /** In tags such as EXT-X-MEDIA and EXT-X-MAP. */
    private static final Pattern URI_ATTRIBUTE = Pattern.compile("\\bURI=\"([^\"]*)\"");

    private final ResultDownload download;
    private final URI base;
    private final Path folder;
    private final Optional<Path> master;
    private final Map<Path, Long> saved = new LinkedHashMap<>();

    /**
     * A result that is not downloaded yet.
     *
     * @param master URL of the master playlist; all files are beside or below it
     * @param folder for all of them
     * @param named  where the master playlist goes instead, beside that folder
     */
    PlaylistDownload(ResultDownload download, URI master, Path folder, Optional<Path> named) {
        this.download = download;
        this.base = master.resolve(".");
        this.master = named;
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** Downloads the whole result. */
    Map<Path, Long> fetchAll(URI url) throws InterruptedException {
        if (master.isEmpty()) {
            return fetch(url);
        }
        long size = download.fetch(url, master.get(), file -> {
            fetchNamed(url, file);
            Files.write(file, named(Files.readAllLines(file), prefix()));
        });
        Map<Path, Long> all = new LinkedHashMap<>(Map.of(master.get(), size));
        all.putAll(saved);
        return all;
    }

    private String prefix() {
        return URLEncoder.encode(folder.getFileName().toString(), StandardCharsets.UTF_8).replace("+", "%20") + "/";
    }

    /** The lines of a playlist whose files have moved into a folder. */
    private static List<String> named(List<String> lines, String prefix) {
        return lines.stream().map(line -> line.startsWith("#")
                ? URI_ATTRIBUTE.matcher(line).replaceAll(found -> Matcher.quoteReplacement("URI=\"" + prefix + found.group(1) + "\""))
                : line.isBlank() ? line : prefix + line.strip()).toList();
    }

    static boolean isPlaylist(URI url) {
        return url.getPath() != null && url.getPath().endsWith(PLAYLIST);
    }

    /**
     * Fetches a playlist with all files that it names, or a single file.
     *
     * @return the sizes of all downloaded files
     * @throws CliFailure if one is missing, or is not below the master playlist
     */
    Map<Path, Long> fetch(URI url) throws InterruptedException {
        Path target = target(url);
        if (!saved.containsKey(target)) {
            // Added before the download, as playlists may name each other.
            saved.put(target, 0L);
            saved.put(target, isPlaylist(url) ? download.fetch(url, target, file -> fetchNamed(url, file))
                    : download.fetch(url, target));
        }
        return saved;
    }

    private void fetchNamed(URI playlist, Path file) throws IOException, InterruptedException {
        for (String name : names(Files.readAllLines(file))) {
            URI named = URI.create(name);
            if (named.isAbsolute() || named.getRawAuthority() != null || name.startsWith("/")) {
                throw elsewhere(playlist, name);
            }
            fetch(playlist.resolve(named));
        }
    }

    private static List<String> names(List<String> lines) {
        List<String> names = new ArrayList<>();
        for (String line : lines) {
            // Keys are elsewhere, and stay there.
            if (line.startsWith(KEY)) {
                continue;
            }
            if (line.startsWith("#")) {
                URI_ATTRIBUTE.matcher(line).results().forEach(match -> names.add(match.group(1)));
            } else if (!line.isBlank()) {
                names.add(line.strip());
            }
        }
        return names;
    }

    /** The file for a URL below the master playlist; never outside the folder. */
    private Path target(URI url) {
        String below = url.normalize().getRawPath();
        if (!below.startsWith(base.getRawPath())) {
            throw elsewhere(base, url.toString());
        }
        String path = URI.create(below.substring(base.getRawPath().length())).getPath();
        Path target = folder.resolve(path).normalize();
        if (!target.startsWith(folder) || target.equals(folder)) {
            throw elsewhere(base, url.toString());
        }
        return target;
    }

    private static CliFailure elsewhere(URI playlist, String name) {
        return ResultDownload.failure(playlist, "a playlist names " + TextFormat.plain(name)
                + ", which is not in its folder", null);
    }
}
