/** The formats and codecs that are written, and those that are accepted. */
package io.dromedary.media.format;
