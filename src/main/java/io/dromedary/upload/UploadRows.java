package io.dromedary.upload;

import io.dromedary.storage.ObjectUrl;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Uploads as rows. */
final class UploadRows {

    private UploadRows() {
    }

    static void insert(Handle handle, Upload upload) {
        Optional<Upload.InBucket> bucket = upload.bucket();
        handle.createUpdate("""
                        insert into client_uploads (id, project, key_id, status, filename, content_type, bytes, metadata, node,
                            connection_id, bucket, object_key, own_object, multipart_id, part_bytes, created_at, expires_at)
                        values (:id, :project, :keyId, :status, :filename, :contentType, :bytes, :metadata, :node,
                            :connection, :bucket, :key, :own, :multipart, :partBytes, :createdAt, :expiresAt)""")
                .bindMethods(upload).bind("status", upload.state().name().toLowerCase(Locale.ROOT))
                .bind("node", upload.place() instanceof Upload.OnNode place ? place.node() : null)
                .bind("connection", bucket.map(Upload.InBucket::connectionId))
                .bind("bucket", bucket.map(place -> place.object().bucket()))
                .bind("key", bucket.map(place -> place.object().key()))
                .bind("own", bucket.filter(Upload.InBucket::isOwn).isPresent() ? 1 : 0)
                .bind("multipart", bucket.flatMap(Upload.InBucket::multipartId))
                .bind("partBytes", bucket.map(Upload.InBucket::partBytes).orElse(0L)).execute();
    }

    static Upload read(ResultSet row) throws SQLException {
        return new Upload(row.getString("id"), row.getString("project"), row.getString("key_id"),
                Upload.State.valueOf(row.getString("status").toUpperCase(Locale.ROOT)), row.getString("filename"),
                Optional.ofNullable(row.getString("content_type")), row.getLong("bytes"),
                Optional.ofNullable(row.getString("metadata")), place(row), row.getLong("created_at"), row.getLong("expires_at"));
    }

    private static Upload.Place place(ResultSet row) throws SQLException {
        String node = row.getString("node");
        return node != null ? new Upload.OnNode(node) : new Upload.InBucket(row.getString("connection_id"),
                new ObjectUrl(row.getString("bucket"), row.getString("object_key")), row.getInt("own_object") == 1,
                row.getLong("part_bytes"), Optional.ofNullable(row.getString("multipart_id")));
    }
}
