// The yardstick of the gateway: a bare server that appends what it gets (request line, headers, body) to a file, syncs in
// groups, and answers 204 after the sync. `node append-server.mjs <file>`
import { open } from 'node:fs/promises';
import { createServer } from 'node:http';

const file = await open(process.argv[2], 'a');
let waiting = [];
let isWriting = false;

async function write() {
  isWriting = true;
  while (waiting.length > 0) {
    const group = waiting;
    waiting = [];
    await file.writev(group.flatMap(({ head, body }) => [head, body]));
    await file.datasync();
    for (const { response } of group) response.writeHead(204).end();
  }
  isWriting = false;
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const head = Buffer.from(`${JSON.stringify([request.method, request.url, request.rawHeaders])}\n`);
    waiting.push({ head, body: Buffer.concat(chunks), response });
    if (!isWriting) void write();
  });
});
server.listen(0, '127.0.0.1', () => console.log(`Listening on http://127.0.0.1:${server.address().port}`));
