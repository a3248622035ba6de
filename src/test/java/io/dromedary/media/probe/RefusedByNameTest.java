package io.dromedary.media.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.media.MediaException;
import io.dromedary.media.ShippedMedia;
import io.dromedary.media.format.AllowedFormats;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not accepted is refused by its first bytes, and its sender told what it is and what to do. */
class RefusedByNameTest {

    private static final AllowedFormats ACCEPTED = ShippedMedia.table().accepted();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            8BPS\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00     | Photoshop     | PNG
            8BPS\\x00\\x02\\x00\\x00                         | Photoshop     | PNG
            v/1\\x01\\x02\\x00\\x00\\x00channels             | OpenEXR       | PNG
            \\x01\\xda\\x01\\x01\\x00\\x03                    | SGI           | PNG
            SDPX\\x00\\x00                                   | DPX           | PNG
            .RMF\\x00\\x00\\x00\\x12                         | RealMedia     | rm to accepted.formats
            .ra\\xfd\\x00\\x04                               | RealMedia     | rm to accepted.formats
            \\x00\\x00\\x00\\x18ftypcrx \\x00\\x00\\x00\\x01crx  | Canon camera (CR3) | JPEG
            FUJIFILMCCD-RAW 0201                             | Fujifilm camera (RAF) | JPEG
            IIRO\\x08\\x00                                   | Olympus camera (ORF) | JPEG
            IIU\\x00\\x08\\x00                               | Panasonic camera (RW2) | JPEG
            %PDF-1.7                                         | PDF           | pages
            %!PS-Adobe-3.0                                   | PostScript    | pages
            \\xd0\\xcf\\x11\\xe0\\xa1\\xb1\\x1a\\xe1          | Office        | pages
            PK\\x03\\x04..                                   | ZIP archive   | Unpack
            Rar!\\x1a\\x07\\x01\\x00                         | RAR archive   | Unpack
            7z\\xbc\\xaf\\x27\\x1c                           | 7z archive    | Unpack
            \\x1f\\x8b\\x08\\x00                             | gzip          | Unpack
            \\x00\\x00\\x01\\x00\\x02\\x00\\x10\\x10          | icon          | PNG
            gimp xcf v011                                    | GIMP          | PNG
            CWS\\x0a....                                     | Flash         | FLV
            MThd\\x00\\x00                                   | MIDI          | synthesizer
            Extended Module: x                               | tracker module | FLAC
            #EXTM3U                                          | M3U           | not followed
            [playlist]                                       | PLS           | not followed
            ffconcat version 1.0                             | ffconcat      | not followed
            <!DOCTYPE html><html>                            | web page      | address
            WEBVTT                                           | subtitle      | subtitle_url
            version https://git-lfs.github.com/spec/v1       | Git LFS       | git lfs pull
            \\x7fELF\\x02                                    | program       | media file
            \\x00\\x00\\x00\\x01\\x67\\x42\\x00               | H.264         | MP4
            \\x00\\x00\\x00\\x01\\x40\\x01\\x0c               | H.265         | MP4
            ajkg\\x02                                        | Shorten       | FLAC
            tBaK\\x01                                        | TAK           | FLAC
            DSD \\x1c\\x00                                   | DSD           | FLAC
            YUV4MPEG2 W2 H2                                  | uncompressed  | MP4
            \\x00\\x00\\x00\\x20ftypaax \\x00\\x00\\x00\\x00  | Audible       | encrypted
            <svg xmlns='x'>                                  | SVG           | PNG
            """)
    void whatItIsAndWhatToDoIsSaid(String begin, String name, String advice) {
        assertThat(refusal(bytes(begin))).contains(name, advice).startsWith("The input is ").doesNotContain("first bytes");
    }

    @ParameterizedTest
    @CsvSource({"word/document.xml, Office", "[Content_Types].xml, Office", "photos/a.jpg, ZIP archive"})
    void whatAnArchiveHoldsDecidesWhatItIsCalled(String entry, String name) throws Exception {
        var archive = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(archive)) {
            zip.putNextEntry(new ZipEntry(entry));
        }
        assertThat(refusal(archive.toByteArray())).contains(name);
    }

    @Test
    void anEmptyFileIsSaidToBeEmpty() {
        assertThat(refusal(new byte[0])).contains("is empty");
        assertThat(refusal(new byte[5000])).contains("zeros");
    }

    /** As a TIFF, its preview or the bare values of its sensor would come out. */
    @ParameterizedTest
    @ValueSource(strings = {
        "NEF: 254=1 262=2 271=10 330=200", "DNG: 254=1 262=2 50706=1", "DNG of a phone: 254=0 262=34892 50706=1",
        "sensor: 254=0 262=32803"})
    void aCamerasRawFileIsNoTiff(String tags) {
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            assertThat(refusal(tiff(order, tags))).contains("raw file of a camera").contains("JPEG");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain: 254=0 262=2", "scan: 254=0 262=2 271=10", "pages: 254=2 262=1 271=10", "none:",
        "reduced: 254=1 262=2"})
    void aTiffIsOne(String tags) {
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            FileType.check(tiff(order, tags), "input", false, ACCEPTED);
        }
    }

    @Test
    void aDirectoryBehindTheFirstBytesDoesNoHarm() {
        for (String offset : List.of("\u00ff\u00ff\u00ff\u00ff", "\u0000\u0000\u0000\u0080", "\u000f\u0000\u0000\u0000")) {
            FileType.check(bytes("II*\\x00" + offset + "........"), "input", false, ACCEPTED);
        }
    }

    @Test
    void whatTheOperatorHasTakenOutIsRefusedByItsName() {
        var few = new AllowedFormats(List.of("mov", "png_pipe"), ACCEPTED.decoders());
        byte[] wav = bytes("RIFF....WAVEfmt ");
        FileType.check(wav, "input", false, ACCEPTED);
        assertThatThrownBy(() -> FileType.check(wav, "input", false, few))
                .hasMessageContaining("The input is a WAV file, which is not accepted").hasMessageContaining("add wav to");
        FileType.check(bytes("8BPS\\x00\\x01"), "input", false, new AllowedFormats(List.of("psd_pipe"), ACCEPTED.decoders()));
    }

    @Test
    void aWatermarkIsRefusedByItsNameToo() {
        assertThatThrownBy(() -> FileType.check(bytes("8BPS\\x00\\x01"), "watermark", true, ACCEPTED))
                .hasMessageContaining("The watermark is a Photoshop file");
        assertThatThrownBy(() -> FileType.check(bytes("fLaC"), "watermark", true, ACCEPTED))
                .hasMessageContaining("The watermark is a FLAC file");
    }

    private static String refusal(byte[] head) {
        var refused = new String[1];
        assertThatThrownBy(() -> FileType.check(head, "input", false, ACCEPTED)).isInstanceOfSatisfying(MediaException.class,
                e -> {
                    assertThat(e.kind()).isEqualTo("input_unsupported");
                    refused[0] = e.getMessage();
                });
        return refused[0];
    }

    /** Text in which \\x.. is a byte. */
    private static byte[] bytes(String text) {
        var bytes = new ByteArrayOutputStream();
        for (int at = 0; at < text.length(); at++) {
            if (text.startsWith("\\x", at)) {
                bytes.writeBytes(HexFormat.of().parseHex(text.substring(at + 2, at + 4)));
                at += 3;
            } else {
                bytes.writeBytes(text.substring(at, at + 1).getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return bytes.toByteArray();
    }

    /** A TIFF whose first directory has these tags, each with one number. */
    private static byte[] tiff(ByteOrder order, String text) {
        String[] tags = text.substring(text.indexOf(':') + 1).strip().split(" ");
        ByteBuffer file = ByteBuffer.allocate(400).order(order);
        file.put((order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM").getBytes(StandardCharsets.US_ASCII)).putShort((short) 42)
                .putInt(8).putShort((short) (tags[0].isEmpty() ? 0 : tags.length));
        for (String tag : tags) {
            if (!tag.isEmpty()) {
                String[] parts = tag.split("=");
                file.putShort((short) Integer.parseInt(parts[0])).putShort((short) 3).putInt(1)
                        .putShort((short) Integer.parseInt(parts[1])).putShort((short) 0);
            }
        }
        return file.array();
    }
}
