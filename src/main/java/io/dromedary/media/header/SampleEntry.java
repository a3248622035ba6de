package io.dromedary.media.header;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * How the samples of a track are coded: the entry of its box {@code stsd} (ISO/IEC 14496-12, 8.5.2).
 *
 * @param only whether it is the only entry, and so counts for all samples
 * @param cropped whether only a part of the pictures is shown
 * @param oblong whether its pixels are not square
 * @param profile of the codec's standard; of AAC, the type of the audio object; -1 if it is not found
 * @param level such as 4.1; 0 if it is not found
 */
record SampleEntry(
        String name, boolean only, int width, int height, boolean cropped, boolean oblong, int profile, double level, int channels, int sampleRate) {

    /** Version, flags, and the number of entries. */
    private static final int HEAD = 8;
    /** What entries of pictures and of sound have before the boxes in them (8.5.2.2), and where in it sizes are. */
    private static final int PICTURE = 78;
    private static final int WIDTH = 24;
    private static final int SOUND = 28;
    private static final int SOUND_OF_VERSION_1 = 16;
    private static final int CHANNELS = 16;
    private static final int RATE = 24;

    /** Reads it. */
    static SampleEntry read(Boxes.Box stsd, String handler) throws IOException {
        int count = stsd.content().getInt(4);
        Boxes.Box entry = stsd.boxes(HEAD).all().stream().findFirst().orElseThrow(() -> new EOFException("Nothing is described"));
        return switch (handler) {
            case "vide" -> picture(entry, count == 1);
            case "soun" -> sound(entry, count == 1);
            default -> new SampleEntry(entry.name(), count == 1, 0, 0, false, false, -1, 0, 0, 0);
        };
    }

    private static SampleEntry picture(Boxes.Box entry, boolean only) throws IOException {
        ByteBuffer content = entry.content();
        int width = content.getShort(WIDTH) & 0xFFFF;
        int height = content.getShort(WIDTH + 2) & 0xFFFF;
        Boxes boxes = entry.boxes(PICTURE);
        boolean cropped = boxes.find("clap").isPresent();
        Optional<Boxes.Box> pixel = boxes.find("pasp");
        boolean oblong = pixel.isPresent() && pixel.get().content().getInt(0) != pixel.get().content().getInt(4);
        int profile = -1;
        double level = 0;
        Optional<Boxes.Box> avc = boxes.find("avcC");
        Optional<Boxes.Box> hevc = boxes.find("hvcC");
        Optional<Boxes.Box> av1 = boxes.find("av1C");
        if (avc.isPresent()) {
            // ISO/IEC 14496-15, 5.3.3.1: AVCProfileIndication and AVCLevelIndication.
            profile = avc.get().content().get(1) & 255;
            level = (avc.get().content().get(3) & 255) / 10.0;
        } else if (hevc.isPresent()) {
            // 8.3.3.1: general_profile_idc and general_level_idc.
            profile = hevc.get().content().get(1) & 31;
            level = (hevc.get().content().get(12) & 255) / 30.0;
        } else if (av1.isPresent()) {
            // AV1-ISOBMFF 2.3: seq_profile and seq_level_idx_0.
            int both = av1.get().content().get(1) & 255;
            profile = both >> 5;
            level = 2 + ((both & 31) >> 2) + (both & 3) / 10.0;
        }
        return new SampleEntry(entry.name(), only, width, height, cropped, oblong, profile, level, 0, 0);
    }

    private static SampleEntry sound(Boxes.Box entry, boolean only) throws IOException {
        ByteBuffer content = entry.content();
        int channels = content.getShort(CHANNELS) & 0xFFFF;
        int rate = content.getShort(RATE) & 0xFFFF;
        Optional<AacConfig> config = aac(entry, content.getShort(HEAD));
        if (config.isPresent()) {
            return new SampleEntry(entry.name(), only, 0, 0, false, false, config.get().type(), 0, config.get().channels(),
                    config.get().sampleRate());
        }
        return new SampleEntry(entry.name(), only, 0, 0, false, false, -1, 0, channels, rate);
    }

    /** QuickTime's later versions of the entry have more before the boxes, and put them into one of their own. */
    private static Optional<AacConfig> aac(Boxes.Box entry, int version) throws IOException {
        if (version > 1) {
            return Optional.empty();
        }
        Boxes boxes = entry.boxes(version == 1 ? SOUND + SOUND_OF_VERSION_1 : SOUND);
        Optional<Boxes.Box> wave = version == 1 ? boxes.find("wave") : Optional.empty();
        Optional<Boxes.Box> esds = wave.isPresent() ? wave.get().boxes(0).find("esds") : boxes.find("esds");
        return esds.isPresent() ? AacConfig.read(esds.get().content()) : Optional.empty();
    }
}
