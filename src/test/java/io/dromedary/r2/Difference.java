package io.dromedary.r2;

/** Where a store rightly differs from R2. The suite then asserts the other behaviour; it skips nothing. */
enum Difference {
    /** The store knows a single key pair and no tiers: there is no read-only token to refuse a write. */
    ONE_KEY_PAIR,
    /** Parts of different sizes are accepted, as S3 itself does; R2 wants all but the last equal. */
    UNEQUAL_PARTS,
    /** Keys are paths of a file system: those with empty or dot segments or a slash at the end are not kept. */
    KEYS_ARE_PATHS,
    /** A part that comes after the abort of its upload is taken; it never becomes an object. */
    LATE_PARTS
}
