/** HLS (RFC 8216): what FFmpeg made of segments, and the playlists that this server writes. */
package io.dromedary.media.hls;
