package io.dromedary.r2;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** The calls of a contract's tests, short enough for one line each. */
record ShortCalls(S3Client s3, String bucket) {

    void put(String key, byte[] content) {
        s3.putObject(put -> put.bucket(bucket).key(key).contentType("application/octet-stream"),
                RequestBody.fromBytes(content));
    }

    byte[] get(String key) {
        return s3.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asByteArray();
    }

    byte[] range(String key, String range, String etag) {
        return s3.getObjectAsBytes(GetObjectRequest.builder().bucket(bucket).key(key).range(range).ifMatch(etag)
                .build()).asByteArray();
    }

    List<String> allKeys(String prefix) {
        return s3.listObjectsV2Paginator(ListObjectsV2Request.builder().bucket(bucket).prefix(prefix).build())
                .contents().stream().map(S3Object::key).toList();
    }

    String begin(String key) {
        return s3.createMultipartUpload(create -> create.bucket(bucket).key(key).contentType("video/mp4")).uploadId();
    }

    List<CompletedPart> uploadParts(String key, String upload, Path file, int partSize) throws IOException {
        List<CompletedPart> parts = new ArrayList<>();
        byte[] content = Files.readAllBytes(file);
        for (int from = 0; from < content.length; from += partSize) {
            Path slice = Files.write(file.resolveSibling("slice"),
                    Arrays.copyOfRange(content, from, Math.min(content.length, from + partSize)));
            parts.add(part(key, upload, parts.size() + 1, RequestBody.fromFile(slice)));
        }
        return parts;
    }

    CompletedPart part(String key, String upload, int number, RequestBody body) {
        String etag = s3.uploadPart(part -> part.bucket(bucket).key(key).uploadId(upload).partNumber(number), body)
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }

    String complete(String key, String upload, List<CompletedPart> parts) {
        return s3.completeMultipartUpload(complete -> complete.bucket(bucket).key(key).uploadId(upload)
                .multipartUpload(list -> list.parts(parts))).eTag();
    }

    List<String> openUploads() {
        return s3.listMultipartUploads(list -> list.bucket(bucket)).uploads().stream()
                .map(upload -> upload.uploadId()).toList();
    }

    static S3Presigner presigner(URI endpoint, Credentials key) {
        return S3Presigner.builder()
                .endpointOverride(endpoint)
                .region(Region.of("auto"))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey())))
                .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build();
    }
}
