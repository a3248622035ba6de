package io.dromedary.media.plan;

import io.dromedary.media.AudioStream;
import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.sound.Downmix;
import io.dromedary.media.sound.SoundCoding;
import io.dromedary.media.sound.SoundEncode;
import io.dromedary.media.step.Start;
import java.util.OptionalLong;

/** The sound of a clip that is joined to others, made equal to theirs. */
final class ClipSound {

    private ClipSound() {}

    /**
     * The filters of a clip's own sound: what comes late or ends early is filled with silence.
     *
     * @param like the sound that it is made equal to
     * @param samples of the clip; empty for all that there are
     */
    static String chain(SoundEncode encode, AudioStream like, OptionalLong samples) {
        var filters = new ArgumentBuilder();
        Start.sound(encode, filters);
        filters.sound("aresample=async=1:first_pts=0");
        Downmix.write(encode, filters);
        filters.sound("aformat=sample_fmts=fltp:sample_rates=%d:channel_layouts=%s".formatted(like.sampleRate(), layout(like)));
        samples.ifPresent(count -> filters.sound("apad", "atrim=end_sample=" + count));
        return String.join(",", filters.soundFilters());
    }

    /** Silence for a clip without sound. */
    static String silence(AudioStream like, OptionalLong samples) {
        // Where nobody knows how long the clip is, concat fills up the rest.
        return "anullsrc=sample_rate=%d:channel_layout=%s,atrim=end_sample=%d,aformat=sample_fmts=fltp"
                .formatted(like.sampleRate(), layout(like), samples.orElse(1));
    }

    /** The joined sound. */
    static AudioStream together(AudioStream like, int index) {
        return new AudioStream(index, like.codec(), SoundCoding.channels(like), like.sampleRate(), true);
    }

    private static String layout(AudioStream like) {
        return SoundCoding.channels(like) == 1 ? "mono" : "stereo";
    }
}
