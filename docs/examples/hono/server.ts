import process from 'node:process';
import { serve } from '@hono/node-server';
import { createApp } from './app.ts';

const port = Number(process.env['PORT'] ?? 3000);
const app = createApp(new Map(), process.env['WAITWHILE_SECRET']);
serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, () => console.log(`http://127.0.0.1:${port}/waitlist`));
