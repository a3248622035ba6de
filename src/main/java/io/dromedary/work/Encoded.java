package io.dromedary.work;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.media.Plan;

/**
 * A result in the attempt's folder.
 *
 * @param plan how it was made, which names its files
 * @param file the main file as a file object of the contract, without a URL
 */
public record Encoded(Plan plan, ObjectNode file) {
}
