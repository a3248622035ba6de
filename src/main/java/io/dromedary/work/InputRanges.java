package io.dromedary.work;

import io.dromedary.media.ByteRange;
import io.dromedary.storage.Download;
import io.dromedary.upload.Upload;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Determines which bytes of an input are read where a job uses a part of it. All are read of inputs that are joined or
 * were sent to this server, and by jobs with several outputs.
 */
final class InputRanges {

    private static final Logger LOG = LoggerFactory.getLogger(InputRanges.class);
    /** Above this part of an input, one range after the other is no faster than all of it. */
    private static final double MOST_OF_INPUT = 0.7;
    /** Bytes: that of ten hours of film. What is said to be longer is no index. */
    private static final long LARGEST_INDEX = 32 << 20;

    private final Plans plans;
    private final OptionalLong endBytes;

    /**
     * @param endBytes  how much of each end is read first; empty to read all of every input
     * @param partBytes the most that one request fetches
     */
    InputRanges(Plans plans, OptionalLong endBytes, long partBytes) {
        this.plans = plans;
        this.endBytes = endBytes.isPresent() ? OptionalLong.of(Math.min(endBytes.getAsLong(), partBytes)) : endBytes;
    }

    /** How much of each end of an input is read before its index tells the rest; empty for one of which all is read. */
    OptionalLong endBytes(Attempt attempt) {
        return mayBeEnough(attempt) ? endBytes : OptionalLong.empty();
    }

    private boolean mayBeEnough(Attempt attempt) {
        return endBytes.isPresent() && attempt.work().isEncode() && !attempt.joins()
                && !Upload.isId(attempt.job().input()) && plans.options(attempt).part().isPresent();
    }

    /**
     * Where the index of a file is, of which only the beginning is here, and some of what follows: the first pictures,
     * which the probe looks at.
     *
     * @return empty where that cannot be, or not be told
     */
    Optional<long[]> index(Download download) {
        return new FetchedContent(download, plans.media()).index()
                .map(index -> new long[] {index.from(), index.to() + endBytes.orElse(0)})
                .filter(place -> place[1] - place[0] <= LARGEST_INDEX);
    }

    /** Chooses the ranges of the input that the job reads; all of it where its index does not tell them. */
    void choose(Attempt attempt, Probed probed) {
        if (!probed.whole() && mayBeEnough(attempt)) {
            attempt.input().download().wantsOnly(ranges(attempt, probed));
        }
    }

    private List<long[]> ranges(Attempt attempt, Probed probed) {
        List<ByteRange> ranges = new FetchedContent(attempt.input().download(), plans.media()).read(probed.media(), plans.options(attempt));
        long sum = ranges.stream().mapToLong(range -> range.to() - range.from()).sum();
        return sum > attempt.input().download().size().orElse(0) * MOST_OF_INPUT ? List.of()
                : ranges.stream().map(range -> new long[] {range.from(), range.to()}).toList();
    }

    /** Wants all of the input, since what was read of it was not enough. */
    void fetchAll(Attempt attempt) {
        LOG.info("{}: the ranges that were read of the input were not enough, so all of it is read", attempt.job().publicId());
        attempt.input().download().wantsOnly(List.of());
    }
}
