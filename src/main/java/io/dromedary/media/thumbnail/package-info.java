/** Sheets of thumbnails, with the WebVTT file that says where each is. */
package io.dromedary.media.thumbnail;
