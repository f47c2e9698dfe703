import process from 'node:process';
import express from 'express';
import { Board } from './board.ts';
import { createWebhooks } from './receiver.ts';

const board = new Board();
const app = express();
// Before express.json(): the signature covers the raw bytes.
app.post('/webhooks', createWebhooks(board, process.env['QMINDER_SECRET']).node);
app.use(express.json());
app.get('/board', (_request, response) => {
  response.json(board.lines());
});

const port = Number(process.env['PORT'] ?? 3000);
app.listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${port}/board`));
