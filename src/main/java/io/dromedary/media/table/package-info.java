/** What the operator configures in {@code config/encoding.yaml}. */
package io.dromedary.media.table;
