package io.dromedary.media.table;

import io.dromedary.media.Preset;
import io.dromedary.media.format.AllowedFormats;
import io.dromedary.media.format.AudioCodec;
import io.dromedary.media.format.ImageFormat;
import io.dromedary.media.format.Quality;
import io.dromedary.media.format.VideoCodec;
import io.dromedary.media.format.VideoFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the operator configured in {@code encoding.yaml}: which encoder makes each codec, and what the levels of quality
 * mean to it.
 *
 * @param maxPixels width × height of the largest input picture that is decoded
 * @param input the other limits of an input
 * @param accepted what is let in of inputs
 * @param keyframeSeconds seconds between keyframes at most
 * @param bitratePeak highest bitrate as a multiple of the requested one
 * @param bufferSeconds seconds of the requested bitrate that a player has to buffer
 * @param video one entry per codec
 * @param audio one entry per codec
 * @param truePeak the highest true peak of a sound whose loudness is normalised, in dBTP
 * @param image one entry per format of a still
 * @param animation how animations are made
 * @param presets sets of options by their names
 * @param ladder how adaptive results are made
 * @param copying which streams are copied; none where that is not configured
 */
public record EncodingTable(
        long maxPixels,
        InputBounds input,
        AllowedFormats accepted,
        double keyframeSeconds,
        double bitratePeak,
        double bufferSeconds,
        Map<VideoCodec, Video> video,
        Map<AudioCodec, Audio> audio,
        double truePeak,
        Map<ImageFormat, Still> image,
        Animation animation,
        Map<String, Preset> presets,
        LadderTable ladder,
        Optional<CopyTable> copying) {

    public EncodingTable {
        video = Map.copyOf(video);
        audio = Map.copyOf(audio);
        presets = Map.copyOf(presets);
    }

    /** FFmpeg's names of all encoders that are configured, sorted. */
    public SortedSet<String> encoders() {
        var encoders = new TreeSet<String>();
        video.values().forEach(coding -> encoders.add(coding.encoder()));
        audio.values().forEach(coding -> Stream.of(Quality.values()).forEach(q -> encoders.add(coding.encoder(q))));
        image.values().forEach(still -> encoders.add(still.encoder()));
        encoders.add(animation.webp().encoder());
        return encoders;
    }

    /**
     * How one video codec is made.
     *
     * @param encoder FFmpeg's name of the encoder
     * @param options encoder options by FFmpeg's names, in the file's order
     * @param crf constant rate factor per quality; the smaller, the better
     * @param pixelFormat FFmpeg's name of the encoder's input format
     * @param tags four-letter code by output format
     * @param minSize smallest width and height in pixels that the encoder takes
     */
    public record Video(
            String encoder,
            Map<String, String> options,
            Map<Quality, Integer> crf,
            String pixelFormat,
            Map<VideoFormat, String> tags,
            int minSize) {

        /** The four-letter code in this format; empty leaves it to FFmpeg. */
        public Optional<String> tag(VideoFormat format) {
            return Optional.ofNullable(tags.get(format));
        }
    }

    /**
     * How one audio codec is made.
     *
     * @param encoderName FFmpeg's name of the encoder, where {@code {bits}} stands for the bits of a sample
     * @param options encoder options by FFmpeg's names, in the file's order
     * @param bitratePerChannel bits/s for each channel, per quality; empty for a lossless codec
     * @param maxBitratePerChannel the most bits/s for each channel that the encoder takes
     * @param bits bits of a sample, per quality; empty for a lossy codec
     * @param maxSampleRate samples per second at most
     */
    public record Audio(
            String encoderName,
            Map<String, String> options,
            Map<Quality, Integer> bitratePerChannel,
            int maxBitratePerChannel,
            Map<Quality, Integer> bits,
            int maxSampleRate) {

        /** FFmpeg's name of the encoder for this quality. */
        public String encoder(Quality quality) {
            return bits.isEmpty() ? encoderName : encoderName.replace("{bits}", bits.get(quality).toString());
        }
    }

    /**
     * How pictures of one format are made.
     *
     * @param encoder FFmpeg's name of the encoder
     * @param options encoder options by FFmpeg's names, in the file's order
     * @param qualityOption the encoder option that the quality sets
     * @param quality its value per quality
     * @param vips how libvips makes them; empty to leave that to FFmpeg
     */
    public record Still(
            String encoder, Map<String, String> options, String qualityOption, Map<Quality, Integer> quality,
            Optional<Vips> vips) {}

    /**
     * How libvips makes pictures of one format.
     *
     * @param options options of its saver by libvips' names, in the file's order
     * @param qualityOption the option that the quality sets
     * @param quality its value per quality
     */
    public record Vips(Map<String, String> options, String qualityOption, Map<Quality, Integer> quality) {}

    /**
     * How animations are made.
     *
     * @param maxFrames the most pictures of one animation
     * @param maxPixels the most pixels of all its pictures together
     * @param colours the size of a GIF's palette, per quality
     * @param dither the dithering of a GIF, per quality
     * @param webp how an animated WebP is made
     */
    public record Animation(
            int maxFrames, int maxPixels, Map<Quality, Integer> colours, Map<Quality, String> dither, Still webp) {}
}
