import { whole } from './presence.ts';

export const pattern = whole('pattern', 'pattern');
