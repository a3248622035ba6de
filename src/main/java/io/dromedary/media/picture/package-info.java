/** The steps that make pictures: which one is shown, its size, colours and what is laid over it. */
package io.dromedary.media.picture;
