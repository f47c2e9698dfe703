/** A fastify route that answers each request with the same bytes, read from a file: `node bare-fastify.mjs <file> <type>`. */
import { readFileSync } from 'node:fs';
import { fastify } from 'fastify';

const [file, type] = process.argv.slice(2);
const body = readFileSync(file);
const server = fastify();
server.get('/schemas/ids/:id', (_, reply) => reply.type(type).send(body));
console.log(await server.listen({ host: '127.0.0.1', port: 0 }));
