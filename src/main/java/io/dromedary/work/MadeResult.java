package io.dromedary.work;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * What a job has made and published in the CDN folder.
 *
 * @param main  name of the main file in the job's folder
 * @param files bytes of all files, by their names in the job's folder
 * @param more  names of those that the result names, by what they are
 * @param file  the main file as a file object of the contract, without a URL
 */
record MadeResult(
        @JsonProperty(required = true) String main,
        @JsonProperty(required = true) Map<String, Long> files,
        @JsonProperty(required = true) Map<String, String> more,
        @JsonProperty(required = true) ObjectNode file) {
}
