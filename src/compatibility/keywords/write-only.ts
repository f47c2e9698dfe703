import { words } from './words.ts';

export const writeOnly = words('writeOnly', 'write-only');
