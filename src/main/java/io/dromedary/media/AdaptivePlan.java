package io.dromedary.media;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plans an adaptive result: one run of ffmpeg for the whole ladder, and what is written of it afterwards. */
final class AdaptivePlan {

    static final String MASTER = "master.m3u8";

    private AdaptivePlan() {}

    /**
     * The plan.
     *
     * @throws MediaException as {@link VideoCommand#build}; {@code option_conflict} for a watermark on sound alone
     */
    static Plan make(AdaptiveOptions options, Material material, EncodingTable table) {
        MediaFile file = material.file();
        options.clip().checkAgainst(file.duration());
        Optional<AudioStream> sound = options.audio() ? file.usableAudio() : Optional.empty();
        boolean soundAlone = sound.isPresent() && !file.isStill() && file.video().isEmpty();
        Optional<VideoStream> picture = soundAlone
                ? Optional.empty() : Optional.of(VideoEncode.picture(file, table.maxPixels()));
        picture.ifPresent(stream -> options.clip().checkAgainst(file.duration(), stream.frameRate()));
        if (soundAlone && options.watermark().isPresent()) {
            throw MediaException.of(MediaException.Kind.OPTION_CONFLICT,
                    "The input has no picture for a watermark to lie on. Leave 'watermark' out.", "options.watermark");
        }
        Optional<Ladder> ladder = picture.map(stream -> Ladder.of(options, stream, table));
        var encode = new AdaptiveEncode(options, material, table, picture, sound, ladder,
                sound.isPresent() ? soundBitrates(ladder, table) : List.of(),
                Mark.of(options.watermark(), material));
        return Plan.ofRenditions(
                AdaptiveCommand.build(encode), material.out().resolve(MASTER), renditions(encode));
    }

    /** One sound for each bitrate that a rung wants; all of them where sound is everything. */
    private static List<Integer> soundBitrates(Optional<Ladder> ladder, EncodingTable table) {
        return ladder.map(made -> made.rungs().stream().map(Ladder.Rung::audioBitrate))
                .orElseGet(() -> table.ladder().rungs().stream().map(LadderTable.Rung::audioBitrate))
                .distinct().sorted((one, other) -> other - one).toList();
    }

    private static List<Rendition> renditions(AdaptiveEncode encode) {
        var renditions = new ArrayList<Rendition>();
        for (Ladder.Rung rung : encode.rungs()) {
            renditions.add(new Rendition(rung.name(), true,
                    encode.sound().map(stream -> AdaptiveEncode.soundName(rung.audioBitrate())),
                    playlist(encode, rung.name())));
        }
        for (int bitrate : encode.soundBitrates()) {
            String name = AdaptiveEncode.soundName(bitrate);
            renditions.add(new Rendition(name, false, Optional.empty(), playlist(encode, name)));
        }
        return renditions;
    }

    private static Path playlist(AdaptiveEncode encode, String name) {
        return encode.material().out().resolve(name).resolve(AdaptiveEncode.PLAYLIST);
    }
}
