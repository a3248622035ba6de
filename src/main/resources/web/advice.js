// What to do about the error of a job, by its kind. The error's own message says what is wrong.

export const ADVICE = {
  input_not_found: 'Check the address of the input, and that the file is still there; then retry.',
  input_forbidden: 'Check the connection: its key may lack the right to read, or be of another account. Connections can be checked in their view.',
  input_unreachable: 'Check that the input’s host answers, and that this server may reach it; then retry.',
  input_too_large: 'Use a smaller file, or ask who runs this server for more room.',
  input_unsupported: 'Convert the file to a usual format first, or ask who runs this server to accept this one.',
  input_corrupt: 'Check that the file plays elsewhere, and send it again whole: uploads that broke off look like this.',
  no_video_stream: 'The file has no picture: make a sound of it, or use another file.',
  no_audio_stream: 'The file has no sound: leave out what is for sounds, or use another file.',
  option_conflict: 'Change one of the options that the message names: “Use as a template” opens the form with all of them.',
  output_forbidden: 'Check the connection: its key may lack the right to write. Connections can be checked with a write in their view.',
  output_unreachable: 'Check that the store answers, and that this server may reach it; then retry.',
  encode_failed: 'Check that the file plays elsewhere, and try simpler options; a dry run shows the commands.',
  encode_incomplete: 'The file may be damaged near its end. Check that it plays to the end elsewhere.',
  timed_out: 'It took too long. A smaller input or simpler options may do; who runs this server can allow more time.',
  resource_limit: 'A smaller input or simpler options may do; who runs this server can allow more.',
  cancelled: 'It was stopped on purpose. Retry does it from the beginning.',
  poison: 'Its worker has died over it more than once, so it is not tried again by itself. Retry it alone, or use another file.',
  internal_error: 'This is no fault of yours: tell who runs this server, with the id of the job.',
};
