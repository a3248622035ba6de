package io.dromedary.media.header;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The one edit of a track: which part of it is played (ISO/IEC 14496-12, 8.6.6).
 *
 * @param from ticks of the track's clock at which it begins
 * @param length ticks of the movie's clock
 */
record EditList(long from, long length) {

    private static final int NORMAL_SPEED = 0x10000;

    /**
     * Whether it can be told in one edit at the usual speed, or there is none.
     *
     * @param edit empty where there is none
     */
    record Found(boolean simple, Optional<EditList> edit) {}

    static Found of(Boxes track) throws IOException {
        Optional<Boxes.Box> edts = track.find("edts");
        Optional<Boxes.Box> elst = edts.isPresent() ? edts.get().boxes(0).find("elst") : Optional.empty();
        if (elst.isEmpty()) {
            return new Found(true, Optional.empty());
        }
        ByteBuffer content = elst.get().content();
        boolean wide = content.get(0) == 1;
        int count = content.getInt(4);
        if (count == 0) {
            return new Found(true, Optional.empty());
        }
        long length = wide ? content.getLong(8) : content.getInt(8) & 0xFFFF_FFFFL;
        long from = wide ? content.getLong(16) : content.getInt(12);
        int speed = content.getInt(wide ? 24 : 16);
        return new Found(count == 1 && from >= 0 && speed == NORMAL_SPEED, Optional.of(new EditList(from, length)));
    }
}
