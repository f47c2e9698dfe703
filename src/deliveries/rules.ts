import type { Rule } from '../findings/rule.ts';

const since = '0.1.0';
const severity = 'error';

/** The rules of reading captures. None of them is about what a delivery says; all are about whether it can be read. */
export const captureRules = {
  bodyMissing: {
    id: 'input/capture-body-missing',
    title: 'A capture holds the body that was sent',
    severity,
    since,
    purpose:
      'A recording without the body proves nothing about the payload, and a signature cannot be checked. Browsers and ' +
      'proxies leave bodies out when they are large, or keep only the parsed form fields.',
    fix: 'Record the delivery again with bodies switched on, or write the raw body into the capture.',
    bad: '{"request": {"method": "POST", "bodySize": 512, ...}}',
    good: '{"request": {"method": "POST", "bodySize": 512, "postData": {"mimeType": "application/json", "text": "{...}"}}}',
    source: 'HTTP Archive 1.2, postData',
  },
  empty: {
    id: 'input/capture-empty',
    title: 'A capture file holds a capture',
    severity,
    since,
    purpose:
      'An empty file, or one with blank lines or an empty list, is what a recording that failed leaves behind. Taken as "no captures", it would pass unseen.',
    fix: 'Record the delivery again, or delete the file.',
  },
  encoding: {
    id: 'input/capture-encoding',
    title: 'A capture file is UTF-8',
    severity,
    since,
    purpose:
      'JSON is exchanged in UTF-8. A file in UTF-16 or Latin-1 would show other characters than those that were sent. ' +
      'Only the body of a raw HTTP message may hold any bytes.',
    fix: 'Save the file as UTF-8. In an .ndjson file, state a body that is not UTF-8 as `bodyBase64`.',
    source: 'RFC 8259, section 8.1',
  },
  format: {
    id: 'input/capture-format',
    title: 'A capture file has a known format',
    severity,
    since,
    purpose: 'A file that no format claims is not read at all, so nothing in it is checked.',
    fix: 'Name the file by its format: .http (one raw HTTP message), .ndjson (one capture a line), .har, or .json (a payload).',
    bad: 'captures/ticket.txt',
    good: 'captures/ticket.live.http',
  },
  length: {
    id: 'input/capture-length',
    title: 'The length that a capture states is the length of its body',
    severity,
    since,
    purpose:
      'When Content-Length and the bytes disagree, the body was cut off or changed after it was sent, often by an editor ' +
      'that added a line break at the end. Its signature can no longer match.',
    fix: 'Restore the bytes as they were sent. Do not change the header: it is part of the record.',
    bad: 'Content-Length: 2, followed by the three bytes `{}` and a line break',
    good: 'Content-Length: 2, followed by the two bytes `{}`',
    source: 'RFC 9112, section 6.2',
  },
  notAFile: {
    id: 'input/capture-not-a-file',
    title: 'A capture path names a file',
    severity,
    since,
    purpose: 'A folder or a device was named where a capture file is needed.',
    fix: 'Name the files, for example with a pattern such as `captures/**/*.http`.',
  },
  notFound: {
    id: 'input/capture-not-found',
    title: 'A capture file exists',
    severity,
    since,
    purpose: 'A path that leads nowhere would otherwise be a check that silently does not happen.',
    fix: 'Correct the path, or remove it from the configuration.',
  },
  permission: {
    id: 'input/capture-permission',
    title: 'A capture file may be read',
    severity,
    since,
    purpose: 'The system refuses to open the file for the user who runs the check.',
    fix: 'Give that user permission to read the file and to enter its folders.',
  },
  shape: {
    id: 'input/capture-shape',
    title: 'A capture has the members of its format, with the right types',
    severity,
    since,
    purpose:
      'A misspelt or wrong member would leave a part of the delivery unchecked: without `headers`, for example, no ' +
      'signature is verified.',
    fix: 'Correct the member that the message names; docs/captures.md lists the members of every format.',
    bad: '{"method": "POST", "url": "https://example.com/", "heders": [], "body": "{}"}',
    good: '{"method": "POST", "url": "https://example.com/", "headers": [], "body": "{}"}',
  },
  syntax: {
    id: 'input/capture-syntax',
    title: 'A capture can be parsed',
    severity,
    since,
    purpose:
      'A text that does not follow its format cannot be read without guessing, and a guess would be a delivery that ' +
      'nobody sent.',
    fix: 'Correct the text at the place that the message names.',
    bad: '{ "phone": { value: "+4612345" }, }',
    good: '{ "phone": { "value": "+4612345" } }',
    source: 'RFC 9112 (HTTP/1.1), RFC 8259 (JSON)',
  },
  tooLarge: {
    id: 'input/capture-too-large',
    title: 'A capture is within the size limit',
    severity,
    since,
    purpose:
      'Files that are read as a whole must fit into memory. Only .ndjson files are streamed, one line at a time, and a line must fit.',
    fix: 'Split the file, or turn it into .ndjson (`counterfoil captures import` and `export`), which may have any size. Of an .ndjson file, take the long line out: no delivery is as long.',
  },
  truncated: {
    id: 'input/capture-truncated',
    title: 'The last line of an .ndjson file is whole',
    severity,
    since,
    purpose:
      'A writer that was stopped in the middle of a line leaves half a capture. The lines before it are still good.',
    fix: 'Delete the last line, or record the delivery again.',
  },
  unreadable: {
    id: 'input/capture-unreadable',
    title: 'A capture file can be read to its end',
    severity,
    since,
    purpose: 'The system reported an error while the file was read, so what was read is not the whole.',
    fix: 'Look at the error that the message quotes; it is one of the disk or the network drive.',
  },
} as const satisfies Record<string, Rule>;

/** Which rule a finding of this folder belongs to. */
export type CaptureRule = keyof typeof captureRules;
