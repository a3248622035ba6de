package io.dromedary.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tiny inputs of every sort. */
final class CombinationInputs {

    /** When the only cue of the subtitles is shown, in seconds. */
    static final double WORDS_START = 0.2;
    static final double WORDS_END = 1.5;

    private final Path folder;
    private final Path moving;
    private final Path silent;
    private final Path tall;
    private final Path sound;
    private final Path picture;
    private final Path photo;
    private final Path gif;
    private final Path mark;
    private final Path words;

    CombinationInputs(Path folder) {
        this.folder = folder;
        List<String> tone = List.of("-f", "lavfi", "-i", "sine=f=440:d=1");
        List<String> shapes = List.of("-f", "lavfi", "-i", "testsrc2=s=96x54:r=12:d=1");
        List<String> quick = List.of("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "6");
        moving = make("moving.mp4", shapes, tone, quick, List.of("-c:a", "aac"));
        silent = make("silent.mp4", shapes, quick);
        tall = make("tall.mp4", List.of("-i", moving.toString(), "-c", "copy", "-metadata:s:v:0", "rotate=270"));
        sound = make("sound.wav", tone);
        picture = make("picture.png", List.of("-f", "lavfi", "-i", "color=red@0.5:s=97x55,format=rgba", "-frames:v", "1"));
        photo = make("photo.jpg", List.of("-f", "lavfi", "-i", "testsrc2=s=120x80", "-frames:v", "1"));
        gif = make("moving.gif", shapes);
        mark = make("mark.png", List.of("-f", "lavfi", "-i", "color=white@0.5:s=40x20,format=rgba", "-frames:v", "1"));
        try {
            words = Files.writeString(folder.resolve("words.srt"), "1\n00:00:00,200 --> 00:00:00,800\nWords\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a job of this kind may be sent. */
    List<Path> of(Kind kind) {
        return switch (kind) {
            case VIDEO -> List.of(moving, moving, silent, tall, gif);
            case AUDIO -> List.of(moving, sound, silent);
            case IMAGE -> List.of(moving, tall, picture, photo, gif);
            case ANIMATION -> List.of(moving, tall, gif);
            case ADAPTIVE_VIDEO -> List.of(moving, silent, tall, sound);
        };
    }

    Path mark() {
        return mark;
    }

    Path words() {
        return words;
    }

    @SafeVarargs
    private Path make(String name, List<String>... parts) {
        var arguments = new ArrayList<>(List.of("-nostdin", "-v", "error"));
        for (List<String> part : parts) {
            arguments.addAll(part);
        }
        Path named = folder.resolve(name);
        arguments.add(named.toString());
        Ffmpeg.run(arguments);
        try {
            // As in a job: no name tells ffmpeg what it is.
            return Files.move(named, folder.resolve(name.replace('.', '-')));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
