/** What the commands of all kinds share: the inputs and their limits, the streams, the output. */
package io.dromedary.media.step;
