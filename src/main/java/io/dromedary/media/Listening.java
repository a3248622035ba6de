package io.dromedary.media;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the steps know of a command that only listens to the input.
 *
 * @param clip the part to listen to
 * @param stream the sound
 */
record Listening(Material material, EncodingTable table, Clip clip, AudioStream stream) implements Encode {

    @Override
    public MediaFile file() {
        return material.file();
    }

    @Override
    public Path input() {
        return material.input();
    }

    @Override
    public Path output() {
        throw new IllegalStateException("Nothing comes out of listening");
    }

    @Override
    public Optional<VideoStream> picture() {
        return Optional.empty();
    }

    @Override
    public Optional<AudioStream> sound() {
        return Optional.of(stream);
    }

    /** The command that these steps make, which leaves these files. */
    Command command(String name, Iterable<Step<? super Listening>> steps, List<Made> makes) {
        var draft = new Draft();
        steps.forEach(step -> step.write(this, draft));
        return new Command(name, draft.arguments(), clip.expected(material.file().duration()), 1, makes);
    }
}
