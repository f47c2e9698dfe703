import { whole } from './presence.ts';

export const format = whole('format', 'format');
