package io.dromedary.media;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Recognises, by their first bytes, formats that many people send and that are never read here, so that a refusal can say
 * what the file is and what to send instead.
 */
public final class ForeignFormat {

    /** The number of bytes that {@link #advice} looks at. */
    public static final int BYTES = 1088;

    private static final String PICTURE = "Send it as PNG, JPEG or TIFF.";
    private static final String DOCUMENT = "Save its pages as PNG or JPEG, and send those.";
    private static final String ARCHIVE = "Unpack it, and send the media files that are in it.";
    private static final String RAW = "Develop it, or send the JPEG that the camera took with it.";
    private static final String SOUND = "Send it as FLAC, WAV or MP3.";
    private static final String PLAYLIST = "Playlists are not followed: send the media file that it names.";
    private static final String PROTECTED = "It is encrypted, and cannot be read without the key of its shop.";

    /** What has the first bytes of a format that is accepted, and is none that could be decoded. */
    private static final List<Format> DISGUISED = table("""
            a raw file of a Canon camera (CR3)  | RAW       | .{4}ftypcrx\\x20
            an Audible book (AAX)               | PROTECTED | .{4}ftypaaxc?
            """);

    private static final Format CAMERA_RAW =
            new Format("a raw file of a camera, such as NEF, ARW, CR2 or DNG", RAW, Pattern.compile(""));

    /** What it is, what to do, and how it begins: bytes as characters of ISO 8859-1. */
    private static final List<Format> FOREIGN = table("""
            a HEIC picture, for which this server's FFmpeg has no decoder | Send it as JPEG: phones do so when set to 'most compatible'. | .{4}ftyp(heic|heix|heim|heis|hevc|hevx|mif1|msf1)
            an SVG drawing, which is not accepted: it may name other files | Send it as PNG. | (?i)(\\xef\\xbb\\xbf)?\\s*(<\\?xml.*)?(<!--.*)?(<!DOCTYPE svg.*)?<svg[\\s>]
            a raw file of a Fujifilm camera (RAF)   | RAW | FUJIFILMCCD-RAW
            a raw file of an Olympus camera (ORF)   | RAW | IIR[OS]|MMOR
            a raw file of a Panasonic camera (RW2)  | RAW | IIU\\x00
            a raw file of a Sigma camera (X3F)      | RAW | FOVb
            a raw file of a Minolta camera (MRW)    | RAW | \\x00MRM
            a GIMP file (XCF)                       | PICTURE | gimp\\x20xcf
            a large Photoshop file (PSB)            | PICTURE | 8BPS\\x00\\x02
            a Cineon picture                        | PICTURE | \\x80\\x2a\\x5f\\xd7
            a Radiance picture (HDR)                | PICTURE | \\#\\?(RADIANCE|RGBE)
            an icon (ICO)                           | PICTURE | \\x00\\x00[\\x01\\x02]\\x00[^\\x00]\\x00
            an animated cursor (ANI)                | PICTURE | RIFF.{4}ACON
            a DjVu document                         | DOCUMENT | AT&TFORM
            a JPEG XR picture                       | PICTURE | II\\xbc
            a FLIF picture                          | PICTURE | FLIF[\\x31-\\x6f]
            a BPG picture                           | PICTURE | BPG\\xfb
            a FITS picture                          | PICTURE | SIMPLE\\x20\\x20=
            a Netpbm picture                        | PICTURE | P[1-7]\\s
            an XPM picture                          | PICTURE | /\\*\\x20XPM
            a BigTIFF picture                       | PICTURE | II\\x2b\\x00|MM\\x00\\x2b
            a DDS texture                           | PICTURE | DDS\\x20
            a KTX texture                           | PICTURE | \\xabKTX\\x20
            a PDF document                          | DOCUMENT | %PDF-
            a PostScript document                   | DOCUMENT | %!PS|\\xc5\\xd0\\xd3\\xc6
            an Office document (docx, xlsx or pptx) | DOCUMENT | PK\\x03\\x04.{26}(\\[Content_Types\\]|_rels/|docProps/|word/|xl/|ppt/)
            an OpenDocument file                    | DOCUMENT | PK\\x03\\x04.{26}mimetypeapplication/vnd\\.oasis
            an EPUB book                            | DOCUMENT | PK\\x03\\x04.{26}mimetypeapplication/epub
            a Krita file                            | PICTURE | PK\\x03\\x04.{26}mimetypeapplication/x-krita
            an Office document (doc, xls or ppt)    | DOCUMENT | \\xd0\\xcf\\x11\\xe0\\xa1\\xb1\\x1a\\xe1
            a document in Rich Text Format          | DOCUMENT | \\{\\\\rtf
            a ZIP archive                           | ARCHIVE | PK(\\x03\\x04|\\x05\\x06)
            a RAR archive                           | ARCHIVE | Rar!\\x1a\\x07
            a 7z archive                            | ARCHIVE | 7z\\xbc\\xaf
            a gzip file                             | ARCHIVE | \\x1f\\x8b
            a bzip2 file                            | ARCHIVE | BZh[1-9]
            an xz file                              | ARCHIVE | \\xfd7zXZ
            a Zstandard file                        | ARCHIVE | \\x28\\xb5\\x2f\\xfd
            a tar archive                           | ARCHIVE | .{257}ustar
            a Flash animation (SWF)                 | Send the FLV or MP4 that it plays. | [FCZ]WS[\\x01-\\x30]
            MIDI, which is notes and no sound       | Play it with a synthesizer, and send the sound. | MThd
            a tracker module                        | SOUND | IMPM|Extended\\x20Module:|.{44}SCRM|.{1080}(M\\.K\\.|M!K!|FLT4|[468]CHN)
            an OptimFROG file                       | SOUND | OFR\\x20
            a playlist (M3U)                        | PLAYLIST | (\\xef\\xbb\\xbf)?\\#EXTM3U
            a playlist (PLS)                        | PLAYLIST | (?i)\\[playlist\\]
            a playlist (ASX)                        | PLAYLIST | (?i)<asx
            a playlist (MPEG-DASH)                  | PLAYLIST | (<\\?xml.*)?<MPD
            a list of files (ffconcat)              | PLAYLIST | ffconcat
            a description of a stream (SDP)         | PLAYLIST | v=0\\r?\\n
            an address of a stream                  | PLAYLIST | (?i)(rtsp|rtsptextrtsp|mms|https?)://
            a subtitle file (WebVTT)               | Send a video as 'input', and this as 'options.subtitle_url'. | (\\xef\\xbb\\xbf)?WEBVTT
            a subtitle file (SRT)                   | Send a video as 'input', and this as 'options.subtitle_url'. | (\\xef\\xbb\\xbf)?\\d+\\s*\\r?\\n\\d+:\\d\\d:\\d\\d,
            a web page                              | Send the address of the media file itself. | (?i)(\\xef\\xbb\\xbf)?\\s*(<!--.*-->\\s*)?<(!doctype\\x20html|html|head|body)
            an XML document                         | Send a media file. | (\\xef\\xbb\\xbf)?<\\?xml
            a pointer of Git LFS                    | Send the file that it stands for (git lfs pull). | version\\x20https://git-lfs
            a program                               | Send a media file. | \\x7fELF|MZ|\\xca\\xfe\\xba\\xbe|[\\xce\\xcf]\\xfa\\xed\\xfe
            a script                                | Send a media file. | \\#!
            an encrypted message (PGP)              | Decrypt it first. | -----BEGIN\\x20PGP
            nothing but zeros at its beginning      | Its upload may have failed: send it again. | \\x00{64}
            """);

    private ForeignFormat() {}

    /**
     * A format that is never read.
     *
     * @param words  what it is
     * @param advice what to do
     */
    private record Format(String words, String advice, Pattern begin) {

        private String refusal(String label) {
            return "The %s is %s%s. %s".formatted(label, words,
                    words.matches(".*, (for )?which .*") ? "" : ", which is not accepted", advice);
        }
    }

    /** As {@link #advice(byte[], String)}, for the input of a job. */
    public static Optional<String> advice(byte[] head) {
        return advice(head, "input");
    }

    /**
     * Why a file could not be read, for its sender; empty for a format that is not known here.
     *
     * @param head  the file's first bytes
     * @param label what the file is for
     */
    public static Optional<String> advice(byte[] head, String label) {
        if (head.length == 0) {
            return Optional.of("The %s is empty. The upload of it has failed: send it again.".formatted(label));
        }
        return found(FOREIGN, head, label);
    }

    /** Why a file must not be read although its first bytes are those of a format that is accepted. */
    public static Optional<String> disguised(byte[] head, String label) {
        return CameraRaw.is(head) ? Optional.of(CAMERA_RAW.refusal(label)) : found(DISGUISED, head, label);
    }

    private static Optional<String> found(List<Format> formats, byte[] head, String label) {
        String text = new String(head, 0, Math.min(head.length, BYTES), StandardCharsets.ISO_8859_1);
        return formats.stream().filter(format -> format.begin().matcher(text).lookingAt()).findFirst()
                .map(format -> format.refusal(label));
    }

    private static List<Format> table(String text) {
        return text.lines().map(line -> Arrays.stream(line.split("\\|", 3)).map(String::strip).toList())
                .map(cells -> new Format(cells.get(0), advised(cells.get(1)),
                        Pattern.compile(cells.get(2), Pattern.DOTALL)))
                .toList();
    }

    private static String advised(String word) {
        return switch (word) {
            case "PICTURE" -> PICTURE;
            case "DOCUMENT" -> DOCUMENT;
            case "ARCHIVE" -> ARCHIVE;
            case "RAW" -> RAW;
            case "SOUND" -> SOUND;
            case "PLAYLIST" -> PLAYLIST;
            case "PROTECTED" -> PROTECTED;
            default -> word;
        };
    }
}
