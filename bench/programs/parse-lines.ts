// The yardstick of captures: reads the lines of a file and parses each line and its body; prints the milliseconds.
import { createReadStream } from 'node:fs';

const [, , file = ''] = process.argv;
const start = performance.now();
let rest = '';
let count = 0;
for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 256 * 1024 })) {
  const lines = (rest + String(chunk)).split('\n');
  rest = lines.pop() ?? '';
  for (const line of lines) {
    const record = JSON.parse(line) as { body: string };
    const body: unknown = JSON.parse(record.body);
    if (body !== null) count += 1;
  }
}
const milliseconds = performance.now() - start;
process.stdout.write(JSON.stringify({ milliseconds, count, megabytes: process.resourceUsage().maxRSS / 1024 }));
