package io.dromedary.r2;

/** What an API key of R2 may do; R2's dashboard calls the last two "Object Read & Write" and "Object Read only". */
public enum Tier {
    /** Everything, buckets included. */
    ADMIN,
    /** Objects: read, write, delete, list. No ListBuckets, HeadBucket, CreateBucket. */
    OBJECT_READ_WRITE,
    /** Objects: read and list. */
    OBJECT_READ
}
