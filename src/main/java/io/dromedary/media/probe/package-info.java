/** What a file is: by its first bytes, and by what ffprobe prints. */
package io.dromedary.media.probe;
