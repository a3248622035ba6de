package io.dromedary.cli;

import java.util.List;
import java.util.stream.Stream;

/** The kinds of jobs that have their own command. Their options come from the contract. */
enum KindCommand {
    VIDEO("video", List.of(), "video", "VideoOptions",
            "Make a video: convert it, resize it, cut it, add a watermark or subtitles.", List.of(
                    "-i s3://my-r2-bucket/uploads/video.mov --connection my-r2 --width 1280 --format mp4",
                    "-i https://example.com/talk.mp4 --start 124 --end 154 -o clip.mp4",
                    "-i s3://my-r2-bucket/a.mov --width 1080 --height 1920 --fit cover -o s3://my-r2-bucket/out/")),
    AUDIO("audio", List.of(), "audio", "AudioOptions",
            "Make a sound file: convert it, take it out of a video, even out its loudness, draw its waveform.", List.of(
                    "-i s3://my-r2-bucket/talk.wav --connection my-r2 --format mp3 --quality high",
                    "-i https://example.com/talk.mp4 --normalize lufs --target-lufs -16 -o talk.mp3",
                    "-i https://example.com/talk.mp3 --waveform json --waveform-points 200 -o talk.json")),
    IMAGE("image", List.of(), "image", "ImageOptions",
            "Make a picture: of a picture, or of a moment of a video.", List.of(
                    "-i s3://my-r2-bucket/photo.jpg --connection my-r2 --width 640 --format webp",
                    "-i https://example.com/video.mp4 --start 5 --width 640 --format webp -o poster.webp")),
    ANIMATION("animation", List.of(), "animation", "AnimationOptions",
            "Make an animated picture of a part of a video.", List.of(
                    "-i s3://my-r2-bucket/video.mp4 --connection my-r2 --start 3 --end 6 --width 320 -o short.gif",
                    "-i https://example.com/video.mp4 --start 10 --end 15 --width 480 --format webp")),
    ADAPTIVE("adaptive", List.of("adaptive-video", "adaptive_video"), "adaptive_video", "AdaptiveVideoOptions",
            "Make a ladder of qualities for streaming (HLS), of which players choose by their connection.", List.of(
                    "-i s3://my-r2-bucket/video.mov --connection my-r2 -o s3://my-r2-bucket/streams/video/",
                    "-i https://example.com/video.mp4 --end 1800 -o stream/"));

    private final String command;
    private final List<String> aliases;
    private final String wireName;
    private final String schema;
    private final String description;
    private final List<String> examples;

    KindCommand(String command, List<String> aliases, String wireName, String schema, String description,
            List<String> examples) {
        this.command = command;
        this.aliases = aliases;
        this.wireName = wireName;
        this.schema = schema;
        this.description = description;
        this.examples = examples;
    }

    /** The name of the command, such as {@code adaptive}. */
    String command() {
        return command;
    }

    /** Other names of the command, which the help does not show. */
    List<String> aliases() {
        return aliases;
    }

    /** The kind in requests, such as {@code adaptive_video}. */
    String wireName() {
        return wireName;
    }

    /** The name of its options' schema in the contract. */
    String schema() {
        return schema;
    }

    /** Converts a word of the command line to the kind in requests; unknown words are left to the server. */
    static String wireName(String word) {
        return Stream.of(values()).filter(kind -> kind.isNamed(word)).map(KindCommand::wireName).findFirst().orElse(word);
    }

    String description() {
        return description;
    }

    /** Example arguments for the help. */
    List<String> examples() {
        return examples;
    }

    /** Is the result a folder of files? */
    boolean makesFolder() {
        return this == ADAPTIVE;
    }

    static boolean isKind(String word) {
        return Stream.of(values()).anyMatch(kind -> kind.isNamed(word));
    }

    boolean isNamed(String word) {
        return command.equals(word) || aliases.contains(word);
    }
}
