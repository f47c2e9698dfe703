import { whole } from './presence.ts';

export const constant = whole('const', 'const');
