package io.dromedary.media.format;

import io.dromedary.media.AudioStream;
import io.dromedary.media.MediaFile;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The demuxers and decoders that callers' files may reach. The rest of FFmpeg's several hundred is out of reach:
 * playlists and scripts, because they name other files to open ({@code hls}, {@code dash}, {@code concat}, {@code sdp},
 * {@code rtsp}, {@code image2}, {@code lavfi}, …), and rare formats, because their parsers are where memory errors are
 * found.
 */
public final class AllowedFormats {

    /** The most bytes, and microseconds of media, that are read to find the streams. */
    private static final String PROBE_SIZE = "10M";

    /** For files other than the input: results and attachments. */
    public static final int USUAL_STREAMS = 32;

    /** By any of their names, as {@code -format_whitelist} compares. */
    public static final List<String> FORMATS =
            List.of(
                    // video, with sound
                    "mov", "matroska", "mpegts", "mpeg", "avi", "flv", "asf", "ogg", "mxf", "dv", "ivf",
                    // sound alone
                    "wav", "w64", "aiff", "caf", "au", "mp3", "aac", "ac3", "eac3", "flac", "amr",
                    // pictures
                    "gif", "apng", "jpeg_pipe", "png_pipe", "webp_pipe", "bmp_pipe", "tiff_pipe");

    /** Those of pictures alone. */
    public static final List<String> PICTURES =
            List.of("gif", "apng", "jpeg_pipe", "png_pipe", "webp_pipe", "bmp_pipe", "tiff_pipe");

    /** Codec name as ffprobe prints it, and the decoders of that codec, which have other names. */
    private static final Map<String, List<String>> DECODERS =
            table(
                    """
                    h264: h264
                    hevc: hevc
                    av1: libdav1d libaom-av1 av1
                    vp9: vp9
                    vp8: vp8
                    mpeg4: mpeg4
                    mpeg2video: mpeg2video
                    mpeg1video: mpeg1video
                    msmpeg4v3: msmpeg4
                    msmpeg4v2: msmpeg4v2
                    h263: h263
                    flv1: flv
                    vp6f: vp6f
                    theora: theora
                    prores: prores
                    dnxhd: dnxhd
                    cfhd: cfhd
                    dvvideo: dvvideo
                    mjpeg: mjpeg
                    qtrle: qtrle
                    ffv1: ffv1
                    huffyuv: huffyuv
                    rawvideo: rawvideo
                    wmv1: wmv1
                    wmv2: wmv2
                    wmv3: wmv3
                    vc1: vc1
                    gif: gif
                    apng: apng
                    png: png
                    webp: webp
                    bmp: bmp
                    tiff: tiff
                    aac: aac
                    aac_latm: aac_latm
                    mp3: mp3float mp3
                    mp2: mp2float mp2
                    ac3: ac3
                    eac3: eac3
                    dts: dca
                    opus: libopus opus
                    vorbis: vorbis
                    flac: flac
                    alac: alac
                    wmav1: wmav1
                    wmav2: wmav2
                    wmapro: wmapro
                    amr_nb: amrnb
                    amr_wb: amrwb
                    adpcm_ima_qt: adpcm_ima_qt
                    adpcm_ima_wav: adpcm_ima_wav
                    adpcm_ms: adpcm_ms
                    pcm_alaw: pcm_alaw
                    pcm_mulaw: pcm_mulaw
                    pcm_bluray: pcm_bluray
                    pcm_dvd: pcm_dvd
                    pcm_u8: pcm_u8
                    pcm_s8: pcm_s8
                    pcm_s16le: pcm_s16le
                    pcm_s16be: pcm_s16be
                    pcm_s24le: pcm_s24le
                    pcm_s24be: pcm_s24be
                    pcm_s32le: pcm_s32le
                    pcm_s32be: pcm_s32be
                    pcm_f32le: pcm_f32le
                    pcm_f32be: pcm_f32be
                    pcm_f64le: pcm_f64le
                    """);

    private AllowedFormats() {}

    /** Whether a stream of this codec may be decoded. */
    public static boolean decodes(String codec) {
        return DECODERS.containsKey(codec);
    }

    /**
     * The sound to encode: as {@link MediaFile#audio()}, among the streams that can be decoded. Some phones add a
     * second track in a codec of their own.
     */
    public static Optional<AudioStream> usableAudio(MediaFile file) {
        return file.audio(sound -> sound.channels() > 0 && sound.sampleRate() > 0 && decodes(sound.codec()));
    }

    /** The decoders of a codec, all of which may be used; none for a codec that is not accepted. */
    public static List<String> decoders(String codec) {
        return DECODERS.getOrDefault(codec, List.of());
    }

    /** The codecs that are accepted. */
    public static Set<String> codecs() {
        return DECODERS.keySet();
    }

    /**
     * Options that go before {@code -i}, for ffprobe and ffmpeg alike, so that both see the same streams.
     *
     * @param formats    the demuxers allowed for this file
     * @param maxStreams a file with more than these is not opened
     */
    public static List<String> limits(List<String> formats, int maxStreams) {
        return List.of(
                "-protocol_whitelist", "file",
                "-format_whitelist", String.join(",", formats),
                "-max_streams", Integer.toString(maxStreams),
                "-probesize", PROBE_SIZE,
                "-analyzeduration", PROBE_SIZE);
    }

    private static Map<String, List<String>> table(String text) {
        return text.lines()
                .map(line -> line.split(": "))
                .collect(
                        Collectors.toUnmodifiableMap(
                                line -> line[0], line -> Arrays.asList(line[1].split(" "))));
    }
}
