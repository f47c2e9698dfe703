import { words } from './words.ts';

export const title = words('title', 'title');
