/**
 * `a-receiver <port> [<vendor> <variable>]` for hidden commands of the documents: takes everything, or is the receiver that is
 * generated for a vendor whose secret stands in the variable.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [port, vendor, variable] = process.argv.slice(2);
const server = createServer(vendor === undefined ? takeAll : await generated());
server.listen(Number(port), '127.0.0.1');

function takeAll(request, response) {
  request.resume().once('end', () => response.writeHead(204).end());
}

async function generated() {
  const folder = mkdtempSync(join(process.env['DOCS_HOME'] ?? tmpdir(), 'client-'));
  execFileSync('counterfoil', ['generate', vendor, '--out', folder], { stdio: 'ignore' });
  const [client] = readdirSync(folder);
  const { createReceiver } = await import(pathToFileURL(join(folder, client, 'index.js')).href);
  const url = `http://127.0.0.1:${port}/webhooks`;
  return createReceiver({ secrets: process.env[variable], url }).node;
}
