package io.dromedary.media.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.media.Ffmpeg;
import io.dromedary.media.Media;
import io.dromedary.media.MediaException;
import io.dromedary.media.ShippedMedia;
import io.dromedary.media.format.AllowedFormats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every accepted format is told by its first bytes, as ffmpeg and others write it, and nothing else is. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("encode")
class FileTypeTest {

    private static final AllowedFormats ACCEPTED = ShippedMedia.table().accepted();

    @TempDir
    static Path folder;

    /** The ending, the format, and ffmpeg's arguments after a picture that moves and a tone. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mp4      | mov       |
            frag.mp4 | mov       | -movflags frag_keyframe+empty_moov
            m4a      | mov       | -vn
            avif     | mov       | -an -c:v libaom-av1 -cpu-used 8 -frames:v 1 -still-picture 1
            mkv      | matroska  |
            ts       | mpegts    |
            m2ts     | mpegts    | -mpegts_m2ts_mode 1
            mpg      | mpeg      |
            avi      | avi       |
            flv      | flv       | -c:v flv1
            wmv      | asf       |
            ogv      | ogg       |
            mxf      | mxf       | -c:v mpeg2video -ar 48000
            dv       | dv        | -s 720x576 -r 25 -pix_fmt yuv420p -ar 48000 -ac 2
            ivf      | ivf       | -an -c:v libvpx -deadline realtime -cpu-used 8
            wav      | wav       | -vn
            rf64.wav | wav       | -vn -rf64 always
            w64      | w64       | -vn
            aiff     | aiff      | -vn
            caf      | caf       | -vn
            au       | au        | -vn
            mp3      | mp3       | -vn
            bare.mp3 | mp3       | -vn -id3v2_version 0 -write_xing 0
            aac      | aac       | -vn
            ac3      | ac3       | -vn
            eac3     | eac3      | -vn
            flac     | flac      | -vn
            gif      | gif       |
            apng     | apng      | -f apng
            jpg      | jpeg_pipe | -frames:v 1
            png      | png_pipe  | -frames:v 1
            webp     | webp_pipe | -frames:v 1
            bmp      | bmp_pipe  | -frames:v 1
            tiff     | tiff_pipe | -frames:v 1
            wv       | wv        | -vn -f wv
            tta      | tta       | -vn
            dts      | dts       | -vn -c:a dca -ar 48000 -ac 2
            thd      | truehd    | -vn -c:a truehd -ar 48000 -f truehd
            mlp      | mlp       | -vn -c:a mlp -ar 48000 -f mlp
            m1v      | mpegvideo | -an -c:v mpeg1video -f mpeg1video
            jxl      | jpegxl_pipe | -frames:v 1 -c:v libjxl -f image2pipe
            j2k      | j2k_pipe  | -frames:v 1 -c:v jpeg2000 -format j2k -f image2pipe
            jp2      | j2k_pipe  | -frames:v 1 -c:v jpeg2000 -f image2pipe
            """)
    void whatFfmpegWritesIsKnown(String ending, String format, String arguments) throws IOException {
        Path file = folder.resolve("a." + ending);
        var command = new ArrayList<>(List.of("-v", "error", "-y", "-f", "lavfi", "-i",
                "testsrc2=size=176x144:rate=25:duration=0.4", "-f", "lavfi", "-i", "sine=duration=0.4", "-strict", "-2"));
        if (arguments != null) {
            command.addAll(List.of(arguments.split(" ")));
        }
        command.add(file.toString());
        Ffmpeg.run(command);
        byte[] head = head(Files.readAllBytes(file));
        assertThat(FileType.formats(head)).contains(format);
        assertThat(FileType.formats(Arrays.copyOf(head, Math.min(head.length, 4096)))).as("by the first 4 KiB").contains(format);
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            fast.mp4 | mov       | -movflags +faststart
            dash.mp4 | mov       | -movflags frag_keyframe+empty_moov+dash
            mov      | mov       | -c:v mjpeg -c:a pcm_s16be
            3gp      | mov       | -c:v mpeg4 -c:a aac -ac 1
            webm     | matroska  | -c:v libvpx -deadline realtime -cpu-used 8 -c:a libopus
            vob      | mpeg      |
            opus     | ogg       | -vn
            low.mp3  | mp3       | -vn -id3v2_version 0 -write_xing 0 -ar 8000 -b:a 8k
            half.mp3 | mp3       | -vn -id3v2_version 0 -write_xing 0 -ar 22050 -b:a 48k
            mp2      | mp3       | -vn
            id3.aac  | aac       | -vn -write_id3v2 1 -metadata title=x
            m2v      | mpegvideo | -an -c:v mpeg2video -f mpeg2video
            """)
    void whatFfmpegWritesOtherwiseIsKnown(String ending, String format, String arguments) throws IOException {
        whatFfmpegWritesIsKnown(ending, format, arguments);
    }

    /** What ffmpeg has no writer of, and what others write otherwise. */
    @ParameterizedTest
    @CsvSource({"#!AMR\\n<.., amr", "#!AMR-WB\\n.., amr", "0000moov...., mov", "0000mdat...., mov", "0000wide....mdat, mov",
        "0000free....mdat, mov", "0000skip...., mov", "RIFX....WAVE, wav", "BW64....WAVE, wav", "II*0...., tiff_pipe",
        "RIFF....CDXAfmt , mpeg"})
    void whatOthersWriteIsKnown(String text, String format) {
        byte[] head = text.replace("\\n", "\n").replace("*0", "*\0").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(FileType.formats(head)).containsExactly(format);
    }

    @Test
    void whatStandsBeforeTheFirstFrameDoesNoHarm() throws IOException {
        Path file = folder.resolve("plain.mp3");
        Ffmpeg.run(List.of("-v", "error", "-y", "-f", "lavfi", "-i", "sine=duration=1", "-id3v2_version", "0",
                file.toString()));
        byte[] sound = Files.readAllBytes(file);
        byte[] whole = new byte[sound.length + 3000];
        System.arraycopy(sound, 0, whole, 3000, sound.length);
        assertThat(FileType.formats(head(whole))).containsExactly("mp3");
    }

    @Test
    void aTransportStreamMayBeginWithinAPacket() throws IOException {
        Path file = folder.resolve("cut.ts");
        Ffmpeg.run(List.of("-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=size=64x36:duration=1", "-f", "mpegts",
                file.toString()));
        byte[] whole = Files.readAllBytes(file);
        assertThat(FileType.formats(head(Arrays.copyOfRange(whole, 100, whole.length)))).contains("mpegts");
    }

    @Test
    void everyAcceptedFormatHasARule() {
        assertThat(FileType.known()).containsAll(ACCEPTED.formats()).containsAll(AllowedFormats.RESULTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "#EXTM3U\n#EXTINF:1,\nfile:/etc/passwd\n", "ffconcat version 1.0\nfile 'x'\n",
        "<?xml version=\"1.0\"?><MPD></MPD>", "<svg xmlns='http://www.w3.org/2000/svg'/>", "v=0\no=- 0 0 IN IP4 127.0.0.1\n",
        "RTSPtextRTSP://127.0.0.1/x", "rtsp://127.0.0.1/x.rm", "%PDF-1.7\n", "PK\u0003\u0004", "#!/bin/sh\n", "\u007fELF",
        "GET / HTTP/1.1\r\n\r\n", "1\n00:00:00,000 --> 00:00:01,000\nwords\n", "WEBVTT\n", "\u001f\u008b\b", "RIFF....ACON",
        "FORM....8SVX", "MZ\u0090\0", "!<arch>\n", "PNG", "GIF", "II*", "Bitmap? no: words", "moov", "GIF80a"})
    void whatIsNoMediaIsRefused(String text) {
        byte[] head = text.getBytes(StandardCharsets.ISO_8859_1);
        assertThat(FileType.formats(head)).doesNotContainAnyElementsOf(ACCEPTED.formats());
        assertThatThrownBy(() -> FileType.check(head, "input", false, ACCEPTED)).isInstanceOfSatisfying(MediaException.class,
                refused -> assertThat(refused.kind()).isEqualTo("input_unsupported"));
    }

    @Test
    void aVideoIsNoWatermark() {
        byte[] movie = "0000ftypisom".getBytes(StandardCharsets.US_ASCII);
        FileType.check(movie, "input", false, ACCEPTED);
        assertThatThrownBy(() -> FileType.check(movie, "watermark", true, ACCEPTED)).hasMessageContaining("watermark");
    }

    private static byte[] head(byte[] file) {
        return Arrays.copyOf(file, Math.min(file.length, Media.HEAD_BYTES));
    }
}
