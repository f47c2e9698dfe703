import { words } from './words.ts';

export const deprecated = words('deprecated', 'deprecated');
