package io.dromedary.media.plan;

import io.dromedary.media.How;
import io.dromedary.media.IndexedTrack;
import io.dromedary.media.MediaFile;
import io.dromedary.media.VideoStream;
import io.dromedary.media.format.AudioCodec;
import io.dromedary.media.format.AudioFormat;
import io.dromedary.media.format.VideoCodec;
import io.dromedary.media.format.VideoFormat;
import io.dromedary.media.option.Clip;
import io.dromedary.media.option.VideoOptions;
import io.dromedary.media.picture.VideoEncode;
import io.dromedary.media.sound.AudioEncode;
import io.dromedary.media.sound.SoundCoding;
import io.dromedary.media.sound.SoundEncode;
import io.dromedary.media.table.CopyTable;
import java.util.Map;
import java.util.Optional;

/**
 * Which streams already are what was asked for, so that they are copied: it takes no time, and loses nothing. Whatever is
 * not known for sure is a reason to encode.
 *
 * @param picture whether the picture is copied
 * @param sound whether the sound is copied
 */
record Copying(boolean picture, boolean sound) {

    /** FFmpeg's names of the codecs, and the entries of MP4 whose parameters stand in the index alone. */
    private static final Map<VideoCodec, String> NAMES =
            Map.of(VideoCodec.H264, "h264 avc1", VideoCodec.H265, "hevc hvc1", VideoCodec.AV1, "av1 av01");
    private static final int AAC_LC = 2;

    /** Seconds: an encode shows the last picture until the sound ends, and a copy cannot. */
    private static final double SAME_END = 0.1;

    static Copying of(VideoEncode encode) {
        Optional<CopyTable> table = encode.table().copying().filter(found -> encode.options().copies()
                && encode.inputs().joint().isEmpty() && isWhole(encode.clip(), encode.file())
                && encode.options().frames().isEmpty());
        return new Copying(
                table.filter(found -> isWanted(encode) && isRight(encode, found)).isPresent(),
                encode.options().format() != VideoFormat.WEBM && table.filter(found -> isRight(encode, found.tolerance())).isPresent());
    }

    static Copying of(AudioEncode encode) {
        boolean allowed = encode.options().copies() && encode.options().format() == AudioFormat.M4A
                && encode.inputs().joint().isEmpty() && isWhole(encode.clip(), encode.file());
        return new Copying(false,
                encode.table().copying().filter(found -> allowed && isRight(encode, found.tolerance())).isPresent());
    }

    /** How the streams of a result come to be. */
    How how(boolean hasPicture, boolean hasSound) {
        return new How(hasPicture ? Optional.of(How.Way.of(picture)) : Optional.empty(),
                hasSound ? Optional.of(How.Way.of(sound)) : Optional.empty());
    }

    private static boolean isWhole(Clip clip, MediaFile file) {
        return clip.start() == 0 && (clip.end().isEmpty()
                || file.knowsDuration() && clip.end().getAsDouble() >= file.duration().getAsDouble());
    }

    /** Is nothing asked for that changes the picture, or its times? */
    private static boolean isWanted(VideoEncode encode) {
        VideoOptions options = encode.options();
        return options.fps().isEmpty() && options.format() != VideoFormat.WEBM
                && encode.mark().isEmpty() && encode.burnedIn().isEmpty()
                && !encode.geometry().scales() && encode.geometry().crop().isEmpty() && encode.geometry().canvas().isEmpty();
    }

    private static boolean isRight(VideoEncode encode, CopyTable table) {
        VideoStream stream = encode.stream();
        CopyTable.Video limits = table.video().get(encode.options().codec());
        return limits != null && stream.pixelFormat().equals(encode.pixelFormat()) && stream.rotation() == 0
                && !stream.interlaced() && !stream.colour().isHdr() && !stream.colour().range().equals("pc")
                && !stream.colour().matrix().equals(VideoStream.Colour.IPT)
                && encode.file().track(stream).filter(track -> track.plain() && limits.plays(track)
                        && track.handler().equals("vide")
                        && NAMES.get(encode.options().codec()).equals(stream.codec() + " " + track.entry())
                        && track.width() == stream.storedWidth() && track.height() == stream.storedHeight()
                        && track.keyframeSeconds() <= table.keyframeSeconds()
                        && endsWithFile(track, encode.file())
                        && track.bitrate() <= table.tolerance() * bitrate(encode, limits)).isPresent();
    }

    private static boolean endsWithFile(IndexedTrack track, MediaFile file) {
        return file.duration().isPresent() && Math.abs(file.duration().getAsDouble() - track.end()) <= SAME_END;
    }

    /** Bits/s of what was asked for: as much as an encode would have at most. */
    private static double bitrate(VideoEncode encode, CopyTable.Video limits) {
        if (encode.options().bitrate().isPresent()) {
            return encode.options().bitrate().getAsInt();
        }
        VideoStream stream = encode.stream();
        return limits.bitsPerPixel().get(encode.options().quality()) * stream.storedWidth() * stream.storedHeight()
                * stream.frameRate().orElse(0);
    }

    private static boolean isRight(SoundEncode encode, double tolerance) {
        SoundCoding coding = encode.soundCoding();
        return coding.codec() == AudioCodec.AAC && encode.targetLufs().isEmpty()
                && encode.sound().filter(sound -> sound.codec().equals("aac") && sound.isLaidOut()
                        && SoundCoding.channels(sound) == sound.channels()
                        && coding.sampleRate(sound) == sound.sampleRate()
                        && encode.file().track(sound).filter(track -> track.plain() && track.handler().equals("soun")
                                && track.entry().equals("mp4a") && track.profile() == AAC_LC
                                // Different where the decoder is to add to it, which the profile does not always say.
                                && track.channels() == sound.channels() && track.sampleRate() == sound.sampleRate()
                                && track.bitrate() <= tolerance * coding.bitrate(sound.channels())).isPresent()).isPresent();
    }
}
