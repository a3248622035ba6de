package io.dromedary.media.header;

import io.dromedary.media.AudioStream;
import io.dromedary.media.IndexedTrack;
import io.dromedary.media.MediaFile;
import io.dromedary.media.MediaStream;
import io.dromedary.media.VideoStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Describes a result of the MP4 family by its index. */
final class MovieResult {

    private static final Map<String, String> PICTURES = Map.of("avc1", "h264", "hvc1", "hevc", "hev1", "hevc", "av01", "av1");
    private static final int AAC_LC = 2;
    private static final int BRAND = 4;

    private final List<MediaStream> streams = new ArrayList<>();
    private final Map<Integer, MediaFile.Span> spans = new HashMap<>();
    private boolean hasPicture;
    private boolean hasSound;

    private MovieResult() {}

    static Optional<MediaFile> read(Bytes bytes) throws IOException {
        var movie = new Movie(bytes);
        var result = new MovieResult();
        for (TrackReader track : movie.readers()) {
            result.add(track);
        }
        String brand = Bytes.name(new Boxes(bytes, 0, bytes.size()).get("ftyp").content(), 0).strip();
        double seconds = (double) movie.clock().length() / movie.clock().ticks();
        return brand.length() > BRAND || result.streams.isEmpty() ? Optional.empty()
                : TimedResult.of(MediaFile.MP4_FAMILY, brand, seconds, bytes.size(), result.streams, result.spans);
    }

    private void add(TrackReader track) throws IOException {
        int index = streams.size();
        switch (track.handler()) {
            case "vide" -> {
                IndexedTrack read = timed(track, index, !hasPicture && !track.isOblong());
                hasPicture = true;
                streams.add(VideoStream.plain(index, codec(PICTURES.get(read.entry())), read.width(), read.height(),
                        rate(track.rate())));
            }
            case "soun" -> {
                IndexedTrack read = timed(track, index, !hasSound);
                hasSound = true;
                boolean aac = read.entry().equals("mp4a") && read.profile() == AAC_LC && read.channels() > 0;
                streams.add(new AudioStream(index, codec(aac ? "aac" : null), read.channels(), read.sampleRate(), true));
            }
            case "sbtl", "subt", "text" ->
                    streams.add(new MediaStream.Other(index, codec(track.entry().name().equals("tx3g") ? "mov_text" : null), "subtitle"));
            default -> throw unknown();
        }
    }

    /** Of a track that plays as it is stored, its times are those of its samples. */
    private IndexedTrack timed(TrackReader track, int index, boolean isTold) throws IOException {
        IndexedTrack read = track.read();
        if (!isTold || !read.plain() || read.played().isEmpty()) {
            throw unknown();
        }
        spans.put(index, new MediaFile.Span(Math.max(0, track.start()), read.played().get().end()));
        return read;
    }

    private static OptionalDouble rate(double average) {
        return average <= 0 ? OptionalDouble.empty() : OptionalDouble.of(VideoStream.standardRate(average).orElse(average));
    }

    private static String codec(String name) throws EOFException {
        if (name == null) {
            throw unknown();
        }
        return name;
    }

    private static EOFException unknown() {
        return new EOFException("Nothing is known for sure of a track");
    }
}
