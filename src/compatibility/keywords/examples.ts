import { words } from './words.ts';

export const examples = words('examples', 'examples');
