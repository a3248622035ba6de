package io.dromedary.media.hls;

import io.dromedary.media.Rendition;
import io.dromedary.media.Renditions;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads when the segments of a rendition play, whatever their format is. */
final class SegmentReader {

    private final Rendition rendition;
    private final Renditions.SegmentFiles files;
    private final Optional<FragmentTimes> fragments;

    private SegmentReader(Rendition rendition, Renditions.SegmentFiles files, Optional<FragmentTimes> fragments) {
        this.rendition = rendition;
        this.files = files;
        this.fragments = fragments;
    }

    static SegmentReader of(Rendition rendition, Renditions.SegmentFiles files) throws IOException {
        if (rendition.header().isEmpty()) {
            return new SegmentReader(rendition, files, Optional.empty());
        }
        try (InputStream header = files.open(rendition.header().get())) {
            return new SegmentReader(rendition, files, Optional.of(FragmentTimes.of(header)));
        }
    }

    /** The start of a segment, in seconds; NaN where it does not declare it. */
    double begin(int index) throws IOException {
        try (InputStream segment = open(index)) {
            return fragments.isPresent() ? fragments.get().read(segment).begin()
                    : TransportTimes.begin(segment, rendition.isPicture()).orElse(Double.NaN);
        }
    }

    /** Seconds from one start to the next. */
    double between(double begin, double next) {
        return next < begin && fragments.isEmpty() ? next + TransportTimes.WRAP_SECONDS - begin : next - begin;
    }

    /** All times of a segment. */
    SegmentTimes all(int index) throws IOException {
        try (InputStream segment = open(index)) {
            return fragments.isPresent() ? fragments.get().read(segment)
                    : TransportTimes.all(segment, rendition.isPicture());
        }
    }

    private InputStream open(int index) throws IOException {
        return new BufferedInputStream(files.open(rendition.segment(index)));
    }
}
