import { words } from './words.ts';

export const description = words('description', 'description');
