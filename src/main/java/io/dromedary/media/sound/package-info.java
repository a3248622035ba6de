/** The steps that make sound, and the measurements of it. */
package io.dromedary.media.sound;
