package io.dromedary.media.probe;

import static io.dromedary.media.probe.Head.begins;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How the files of each demuxer of FFmpeg begin: those that are accepted as shipped, and others that an operator may accept.
 * None of them opens other files. Sources: the formats' specifications, named where they are not obvious.
 */
final class FileRules {

    /**
     * The names of boxes with which MP4 and QuickTime files begin (ISO/IEC 14496-12; QTFF; as FFmpeg accepts them).
     */
    private static final String BOXES = "ftyp|styp|moov|moof|mdat|free|skip|wide|pnot|udta|uuid|junk|pict|prfl|sidx|emsg";

    /** ID3v2 precedes the frames of several formats of sound. */
    private static final Predicate<Head> TAGGED = begins("ID3");

    private final Map<String, Rule> rules = new LinkedHashMap<>();

    /**
     * How files of a format begin.
     *
     * @param words what such a file is called, with its article
     */
    record Rule(String words, Predicate<Head> test) {
    }

    private FileRules() {
        video();
        sound();
        pictures();
        others();
    }

    /** The rules by FFmpeg's names of demuxers. */
    static Map<String, Rule> all() {
        return new FileRules().rules;
    }

    private void video() {
        add("mov", "an MP4 or QuickTime file", begins(".{4}(" + BOXES + ")"));
        add("matroska", "a Matroska or WebM file", begins("\\x1a\\x45\\xdf\\xa3"));
        // ISO/IEC 13818-1: packets of 188 bytes, 192 with a time code (Blu-ray), 204 with error correction.
        add("mpegts", "an MPEG transport stream", Head::isTransportStream);
        // A pack, or a packet where the start was cut off; a Video CD has its sectors in RIFF.
        add("mpeg", "an MPEG program stream", begins("\\x00\\x00\\x01[\\xba-\\xef]|RIFF.{4}CDXA"));
        // ISO/IEC 11172-2 and 13818-2: a sequence header; zeros may stand before it.
        add("mpegvideo", "an MPEG-1 or MPEG-2 video stream", begins("\\x00{2,16}\\x01\\xb3"));
        add("avi", "an AVI file", begins("RIFF.{4}(AVI|ON2 )"));
        add("flv", "an FLV file", begins("FLV"));
        add("asf", "a Windows Media file", begins("\\x30\\x26\\xb2\\x75\\x8e\\x66\\xcf\\x11"));
        add("ogg", "an Ogg file", begins("OggS"));
        add("mxf", "an MXF file", head -> head.contains("\u0006\u000e\u002b\u0034\u0002\u0005\u0001\u0001\r\u0001\u0002"));
        // SMPTE 314M: the first block of a frame, for 525 and for 625 lines.
        add("dv", "a DV file", begins("\\x1f\\x07\\x00[\\x3f\\xbf]"));
        add("ivf", "an IVF file", begins("DKIF"));
    }

    private void sound() {
        add("wav", "a WAV file", begins("(RIFF|RIFX|RF64|BW64).{4}WAVE"));
        add("w64", "a Wave64 file", begins("riff\\x2e\\x91\\xcf\\x11"));
        add("aiff", "an AIFF file", begins("FORM.{4}AIF[FC]"));
        add("caf", "a Core Audio file", begins("caff"));
        add("au", "an AU file", begins("\\.snd"));
        add("mp3", "an MP3 file", TAGGED.or(head -> head.hasFrames(AudioFrames::mpeg)));
        add("aac", "an AAC file", TAGGED.or(head -> head.hasFrames(AudioFrames::adts)));
        // ATSC A/52, 5.4.1; some recorders swap the bytes of each word.
        add("ac3", "an AC-3 file", begins("\\x0b\\x77|\\x77\\x0b"));
        add("eac3", "an E-AC-3 file", begins("\\x0b\\x77"));
        add("flac", "a FLAC file", TAGGED.or(begins("fLaC")));
        add("amr", "an AMR file", begins("#!AMR"));
        add("wv", "a WavPack file", begins("wvpk"));
        add("ape", "a Monkey's Audio file", TAGGED.or(begins("MAC ")));
        add("tta", "a True Audio file", TAGGED.or(begins("TTA[12]")));
        add("mpc", "a Musepack file", TAGGED.or(begins("MP\\+")));
        add("mpc8", "a Musepack file", begins("MPCK"));
        // ETSI TS 102 114, 5.3: frames in words of 16 and of 14 bits, in both orders, and those of extensions alone.
        add("dts", "a DTS file", begins("\\x7f\\xfe\\x80\\x01|\\xfe\\x7f\\x01\\x80|\\x1f\\xff\\xe8\\x00|\\xff\\x1f\\x00\\xe8"
                + "|\\x64\\x58\\x20\\x25"));
        add("dtshd", "a DTS-HD file", begins("DTSHDHDR"));
        // "format_sync" of a major sync, after the length and the time of its unit.
        add("truehd", "a Dolby TrueHD file", begins(".{4}\\xf8\\x72\\x6f\\xba"));
        add("mlp", "a Meridian Lossless file", begins(".{4}\\xf8\\x72\\x6f\\xbb"));
        add("oma", "an OpenMG file (ATRAC)", begins("(ea|EA)3"));
    }

    private void pictures() {
        add("gif", "a GIF", begins("GIF8[79]a"));
        add("apng", "a PNG", begins("\\x89PNG\\r\\n\\x1a\\n"));
        add("jpeg_pipe", "a JPEG", begins("\\xff\\xd8\\xff"));
        add("png_pipe", "a PNG", begins("\\x89PNG\\r\\n\\x1a\\n"));
        add("webp_pipe", "a WebP", begins("RIFF.{4}WEBP"));
        add("bmp_pipe", "a BMP", begins("BM"));
        add("tiff_pipe", "a TIFF", begins("II\\x2a\\x00|MM\\x00\\x2a"));
        // ISO/IEC 18181-2: a codestream alone, or in boxes.
        add("jpegxl_pipe", "a JPEG XL picture", begins("\\xff\\x0a|\\x00\\x00\\x00\\x0cJXL \\r\\n\\x87\\n"));
        // ISO/IEC 15444-1, annex I and A.4: the same.
        add("j2k_pipe", "a JPEG 2000 picture", begins("\\xff\\x4f\\xff\\x51|\\x00\\x00\\x00\\x0cjP  \\r\\n\\x87\\n"));
    }

    /** What FFmpeg reads, too, and few send. */
    private void others() {
        add("rm", "a RealMedia file", begins("\\.RMF|\\.ra\\xfd"));
        add("wtv", "a recording of Windows Media Center (WTV)", begins("\\xb7\\xd8\\x00\\x20\\x37\\x49\\xda\\x11"));
        add("nsv", "a Nullsoft video (NSV)", begins("NSV[fs]"));
        add("h264", "an H.264 stream without a container", begins("\\x00{2,3}\\x01[\\x67\\x27\\x09]"));
        add("hevc", "an H.265 stream without a container", begins("\\x00{2,3}\\x01[\\x40\\x46]\\x01"));
        add("yuv4mpegpipe", "an uncompressed video (YUV4MPEG2)", begins("YUV4MPEG2"));
        add("dsf", "a DSD sound file (DSF)", begins("DSD \\x1c"));
        add("iff", "an IFF file (8SVX, DSDIFF or ILBM)", begins("FORM.{4}(8SVX|16SV|ILBM|PBM )|FRM8"));
        add("tak", "a TAK file", begins("tBaK"));
        add("shn", "a Shorten file", begins("ajkg"));
        add("voc", "a Creative Voice file (VOC)", begins("Creative Voice File"));
        add("psd_pipe", "a Photoshop file (PSD)", begins("8BPS\\x00\\x01"));
        add("exr_pipe", "an OpenEXR picture", begins("\\x76\\x2f\\x31\\x01"));
        add("dpx_pipe", "a DPX picture", begins("SDPX|XPDS"));
        add("sgi_pipe", "an SGI picture", begins("\\x01\\xda[\\x00\\x01][\\x01\\x02]"));
        add("pcx_pipe", "a PCX picture", begins("\\x0a[\\x00-\\x05]\\x01[\\x01\\x02\\x04\\x08]"));
        add("qoi_pipe", "a QOI picture", begins("qoif"));
    }

    private void add(String demuxer, String words, Predicate<Head> test) {
        rules.put(demuxer, new Rule(words, test));
    }
}
