package io.dromedary.media;

/**
 * Something of the input that a person would notice and the result lacks.
 *
 * @param message what it is, and what was done instead
 */
public record Warning(Kind kind, String message) {

    /** The kinds of the contract. */
    public enum Kind implements WireName {
        /** A sound that cannot be decoded. */
        UNSUPPORTED_AUDIO,
        /** Sounds beside the one that was taken. */
        AUDIO_TRACKS_DROPPED,
        /** One of several sounds of one channel, which may be the sides of one. */
        MONO_TRACK_TAKEN,
        /** Channels of which the input does not say where they belong. */
        CHANNELS_GUESSED,
        /** More than two channels, mixed down to two. */
        SURROUND_MIXED_DOWN,
        /** Moving pictures beside the one that was taken. */
        VIDEO_TRACKS_DROPPED,
        /** Pictures such as the cover of an album. */
        COVER_DROPPED,
        /** Subtitles of the input. */
        SUBTITLES_DROPPED,
        /** Marks of chapters. */
        CHAPTERS_DROPPED,
        /** Transparent parts of the picture. */
        ALPHA_FLATTENED,
        /** High dynamic range. */
        HDR_TONE_MAPPED,
        /** A colour profile that was not applied. */
        PROFILE_DROPPED,
        /** Pixels beyond the largest size of a result. */
        PICTURE_SHRUNK,
        /** Letters of drawn subtitles for which there is no font. */
        LETTERS_MISSING
    }}
